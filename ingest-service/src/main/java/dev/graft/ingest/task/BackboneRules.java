package dev.graft.ingest.task;

import dev.graft.v1.BackboneRef;
import dev.graft.v1.InputOptions;
import dev.graft.v1.Tap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What may be wanted of a backbone's input and stages: the rules of those that compute with it,
 * which this service does not know, so that a task that could never be embedded for is refused at
 * once.
 */
final class BackboneRules {
  private static final String EMBEDDING = "embedding";

  private final String name;
  private final InputOptions input;
  private final Optional<KnownBackbones.Facts> facts;
  private final List<String> broken = new ArrayList<>();

  private BackboneRules(BackboneRef backbone) {
    this.name = backbone.getName();
    this.input = backbone.getInput();
    this.facts = KnownBackbones.named(backbone.getName());
  }

  /** All that is wrong, each without a full stop. */
  static List<String> broken(BackboneRef backbone) {
    var rules = new BackboneRules(backbone);
    rules.taps(backbone.getTapsList());
    rules.sizes();
    var broken = new ArrayList<String>(rules.broken);
    InputRules.broken(rules.input, rules.side()).forEach(rule -> broken.add("input." + rule));
    return broken.stream().map(rule -> "backbone." + rule).toList();
  }

  private void require(boolean holds, String otherwise, Object... values) {
    if (!holds) {
      broken.add(otherwise.formatted(values));
    }
  }

  private void taps(List<Tap> taps) {
    var seen = new HashSet<String>();
    for (Tap tap : taps) {
      String stage = tap.getStage();
      boolean embedding = stage.equals(EMBEDDING);
      facts.ifPresent(
          known ->
              require(
                  embedding || known.stages().contains(stage),
                  "taps: %s has no stage \"%s\": there are %s, and %s",
                  name,
                  stage,
                  String.join(", ", known.stages()),
                  EMBEDDING));
      require(
          !embedding || tap.getPooling() != Tap.Pooling.MEAN_AND_MAX,
          "taps: the usual embedding is one vector, it has no greatest pixel to add");
      require(
          tap.getPooling() != Tap.Pooling.UNRECOGNIZED, "taps: there is no pooling of that number");
      require(!stage.isEmpty(), "taps: a tap names a stage");
      require(seen.add(stage), "taps: %s is tapped twice", stage);
    }
  }

  private void sizes() {
    int size = input.getSize();
    facts.ifPresent(known -> size(known, size));
    require(size >= 0, "input.size must be positive, not %d", size);
    require(
        input.getInterpolation() != InputOptions.Interpolation.UNRECOGNIZED,
        "input.interpolation has no such number");
    if (!input.getWeightSet().isEmpty()) {
      facts.ifPresent(
          known ->
              require(
                  usual().isPresent(),
                  "input.weight_set: %s has no weights %s, only %s",
                  name,
                  input.getWeightSet(),
                  known.weightSets().stream()
                      .map(KnownBackbones.Weights::name)
                      .collect(Collectors.joining(", "))));
    }
  }

  /** Of the input; 0 if that is not known here. */
  private int side() {
    return input.getSize() == 0
        ? usual().map(KnownBackbones.Weights::size).orElse(0)
        : input.getSize();
  }

  private Optional<KnownBackbones.Weights> usual() {
    var sets = facts.map(KnownBackbones.Facts::weightSets).orElse(List.of());
    return sets.stream()
        .filter(set -> input.getWeightSet().isEmpty() || set.name().equals(input.getWeightSet()))
        .findFirst();
  }

  private void size(KnownBackbones.Facts known, int size) {
    require(
        size == 0 || size >= known.smallest() && size <= known.largest(),
        "input.size must be %d to %d for %s, not %d",
        known.smallest(),
        known.largest(),
        name,
        size);
    require(
        size % known.multiple() == 0,
        "input.size must be a multiple of %d for %s, not %d",
        known.multiple(),
        name,
        size);
  }
}
