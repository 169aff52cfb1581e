package dev.graft.vision.strategy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The quadrants that every tutorial draws: few or many examples, near or far pictures. */
final class Candidates {
  private final Situation.NetworkShape network;
  private final Map<String, Strategy> found = new LinkedHashMap<>();

  Candidates(Situation.NetworkShape network) {
    this.network = network;
  }

  /** All that the sizes and domains in question speak for, cheapest first. */
  static List<Strategy> of(Size size, Domain domain, Situation.NetworkShape network) {
    var candidates = new Candidates(network);
    boolean near = domain != Domain.FAR;
    boolean far = domain != Domain.NEAR;
    if (size == Size.SMALL || size == Size.SMALL_OR_MEDIUM) {
      candidates.small(near, far);
    }
    if (size == Size.SMALL_OR_MEDIUM || size == Size.MEDIUM || size == Size.MEDIUM_OR_LARGE) {
      candidates.medium(near, far);
    }
    if (size == Size.MEDIUM_OR_LARGE || size == Size.LARGE) {
      candidates.large(near);
    }
    return List.copyOf(candidates.found.values());
  }

  private void small(boolean near, boolean far) {
    if (near) {
      add(
          new Strategy.FeaturesOnly(
              "few examples of what the network knows well: its last features fit, and more weights would learn the examples by heart"));
    }
    if (far) {
      add(
          new Strategy.EarlierTap(
              taps(),
              "few examples unlike what the network was trained on: late features are about other things, earlier ones are more general"));
    }
  }

  private void medium(boolean near, boolean far) {
    if (near) {
      add(
          new Strategy.Partial(
              network.cut(),
              "enough examples to adapt the last stages, and the earlier ones fit as they are"));
    }
    if (far) {
      add(
          new Strategy.Gradual(
              cuts(),
              "enough examples unlike what the network was trained on: more than the last stages must change, carefully and from the end"));
    }
  }

  private void large(boolean near) {
    add(
        new Strategy.Full(
            near
                ? "enough examples to let every stage adapt, at low rates"
                : "enough examples to teach every stage something else; pretrained weights are still the better start"));
  }

  private void add(Strategy strategy) {
    found.put(strategy.name(), strategy);
  }

  /**
   * Three stages before the usual cut and the last one: a half and three quarters deep, roughly.
   */
  private List<String> taps() {
    var stages = network.stages();
    int cut = network.cutIndex();
    return java.util.stream.IntStream.of(cut / 2, 3 * cut / 4, cut - 1, stages.size() - 1)
        .filter(index -> index >= 0)
        .distinct()
        .sorted()
        .mapToObj(stages::get)
        .toList();
  }

  /** The usual cut, then half of what comes before it. */
  private List<String> cuts() {
    return List.of(network.cut(), network.stages().get(network.cutIndex() / 2)).stream()
        .distinct()
        .toList();
  }
}
