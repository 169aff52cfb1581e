package dev.graft.deploy.lab;

import java.time.Duration;
import java.util.OptionalInt;

/** Deals out the time of an experiment to its fine-tunes. */
final class TuneTime {
  /** What pictures are judged with besides, and what was estimated too low. */
  private static final double MARGIN = 1.1;

  private final TuneGround ground;
  private final Deadline deadline;
  private final int fit;
  private final int heldBack;
  private TuneCost cost;

  TuneTime(TuneGround ground, Deadline deadline) {
    this.ground = ground;
    this.deadline = deadline;
    this.cost = ground.cost();
    this.fit = ground.of(LabPicture.Part.FIT).size();
    this.heldBack = ground.of(LabPicture.Part.VALIDATION).size();
  }

  double seconds() {
    return deadline.left().toMillis() / 1e3;
  }

  double epoch(Way way) {
    return MARGIN * way.epochSeconds(cost, fit, heldBack, ground.source());
  }

  /**
   * How many epochs may be begun: so that what is chosen can be refitted afterwards; or, if that is
   * too much, without a refit of this one.
   */
  OptionalInt epochs(Way way, double otherRefit) {
    double again = 1 + (double) heldBack / fit;
    OptionalInt with =
        TuneCost.epochs(seconds(), epoch(way), again, otherRefit, way.least(), way.most());
    return with.isPresent()
        ? with
        : TuneCost.epochs(seconds(), epoch(way), 0, otherRefit, way.least(), way.most());
  }

  /**
   * A fine-tune's own deadline: what the refit of the best so far needs stays. Its own refit does
   * not count, for half a schedule is worth nothing.
   */
  Deadline until(double otherRefit) {
    return Deadline.in(Duration.ofMillis((long) (1000 * Math.max(0, seconds() - otherRefit))));
  }

  /** Of one that was trained: as long as its epochs took, and more for more pictures. */
  double refit(FineTunes.Trained one) {
    return one.trial().seconds() * (1 + (double) heldBack / fit);
  }

  /** Later estimates rest on what epochs have taken. */
  void saw(FineTunes.Trained one) {
    long epochs = one.trial().reports().stream().filter(report -> report.epoch() > 0).count();
    double expected = epochs * epoch(one.way()) / MARGIN;
    double taken = one.trial().seconds();
    cost =
        one.way().keepsActivations(ground.source())
            ? cost.seenTail(expected, taken)
            : cost.seenWhole(expected, taken);
  }

  String skipped(Way way) {
    return "no time for %s: %d epochs of about %.0f s do not fit into the %.0f s that were left, of which a refit may need a part"
        .formatted(way.name(), way.least(), epoch(way), seconds());
  }
}
