package dev.graft.deploy.lab;

import dev.graft.vision.tune.HeadStart;
import dev.graft.vision.tune.Recipe;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Deals out the time of an experiment to its fine-tunes. */
final class TuneTime {
  /** What pictures are judged with besides, and what was estimated too low. */
  private static final double MARGIN = 1.1;

  /** Views that a measurement learns from, passes of others counted in. */
  private static final int PROBE = 4 * TuneGround.BATCH;

  private final TuneGround ground;
  private final Deadline deadline;
  private final int fit;
  private final int heldBack;
  private final Map<String, EpochCost> costs = new HashMap<>(); // by way

  TuneTime(TuneGround ground, Deadline deadline) {
    this.ground = ground;
    this.deadline = deadline;
    this.fit = ground.of(LabPicture.Part.FIT).size();
    this.heldBack = ground.of(LabPicture.Part.VALIDATION).size();
  }

  double seconds() {
    return deadline.left().toMillis() / 1e3;
  }

  double epoch(Way way) throws IOException {
    return MARGIN * way.epochSeconds(cost(way), fit, heldBack);
  }

  /** As measured, if there is time for that; what begins at the usual cut was measured before. */
  private EpochCost cost(Way way) throws IOException {
    EpochCost known = costs.get(way.name());
    if (known == null) {
      EpochCost guess = EpochCost.guessed(ground.forward());
      boolean brief = PROBE * guess.learn() < seconds();
      known =
          way.keepsActivations(ground.source()) ? ground.tailCost() : brief ? measured(way) : guess;
      costs.put(way.name(), known);
    }
    return known;
  }

  private EpochCost measured(Way way) throws IOException {
    List<String> classes = ground.set().classes();
    try (var split = way.split(new HeadStart.Fresh(classes.size(), 0))) {
      Recipe like = way.recipe().apply(way.least());
      return CostProbe.of(way.source(), split, like, classes, ground.of(LabPicture.Part.FIT));
    }
  }

  /**
   * How many epochs may be begun: so that what is chosen can be refitted afterwards; or, if that is
   * too much, without a refit of this one.
   */
  OptionalInt epochs(Way way, double otherRefit) throws IOException {
    double again = 1 + (double) heldBack / fit;
    double look = look(way);
    OptionalInt with =
        EpochCost.epochs(
            seconds() - 2 * look, epoch(way), again, otherRefit, way.least(), way.most());
    return with.isPresent()
        ? with
        : EpochCost.epochs(seconds() - look, epoch(way), 0, otherRefit, way.least(), way.most());
  }

  /**
   * A fine-tune's own deadline: what its last look and the refit of the best so far need stays. Its
   * own refit does not count, for half a schedule is worth nothing.
   */
  Deadline until(Way way, double otherRefit) throws IOException {
    double left = Math.max(0, seconds() - look(way) - otherRefit);
    return Deadline.in(Duration.ofMillis((long) (1000 * left)));
  }

  /** For all pictures to go through a tail once more, which a new head is fitted on. */
  private double look(Way way) throws IOException {
    return MARGIN * cost(way).look() * ground.embedded().size();
  }

  /** Of one that was trained, its last look included. */
  double trial(FineTunes.Trained one) throws IOException {
    return one.trial().seconds() + look(one.way());
  }

  /** Of one that was trained: as long as its epochs took, and more for more pictures. */
  double refit(FineTunes.Trained one) throws IOException {
    return one.trial().seconds() * (1 + (double) heldBack / fit) + look(one.way());
  }

  /** Later estimates rest on what epochs have taken. */
  void saw(FineTunes.Trained one) throws IOException {
    long epochs = one.trial().reports().stream().filter(report -> report.epoch() > 0).count();
    double expected = epochs * epoch(one.way()) / MARGIN;
    costs.put(one.way().name(), cost(one.way()).seen(expected, one.trial().seconds()));
  }

  String skipped(Way way) throws IOException {
    return "no time for %s: %d epochs of about %.0f s do not fit into the %.0f s that were left, of which a refit may need a part"
        .formatted(way.name(), way.least(), epoch(way), seconds());
  }
}
