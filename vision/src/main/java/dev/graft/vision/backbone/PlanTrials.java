package dev.graft.vision.backbone;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the fastest plan by trying all of them on the work itself. Batches do not always pay on a
 * processor, which layout is faster differs from one to the next, and both depend on how many
 * passes run side by side: only the work itself knows. Every trial is a pass that was wanted.
 */
final class PlanTrials {
  /** Passes by which a plan is judged. */
  static final int ENOUGH = 5;

  /** After so many passes of all plans, each that is not hopeless gets two passes again. */
  static final int AGAIN = 2000;

  private static final int[] BATCHES = {1, 2, 4, 8, 16, 32};

  /** After two passes, a plan that is so much slower than the best is left alone. */
  private static final double HOPELESS = 0.7;

  private final List<Trial> trials = new ArrayList<>(); // guarded by this, as is all within
  private final int most;
  private int passes;

  /**
   * @param most pictures that a pass has memory for
   */
  PlanTrials(int most) {
    this.most = Math.max(1, Math.min(most, BATCHES[BATCHES.length - 1]));
    for (Layout layout : List.of(Layout.CHANNELS_LAST, Layout.PLAIN)) {
      for (int batch : BATCHES) {
        if (batch > this.most) {
          break;
        }
        trials.add(new Trial(new EmbeddingPlan(layout, batch)));
      }
    }
  }

  /** For a pass of at most so many pictures: what is still to be tried, or else what is fastest. */
  synchronized EmbeddingPlan next(int pictures) {
    double best = fastest(pictures).speed();
    Trial next =
        fitting(pictures)
            .filter(trial -> trial.begun < ENOUGH && !trial.hopeless(best))
            .min(Comparator.comparingInt(trial -> trial.begun))
            .orElseGet(() -> fastest(pictures));
    next.begun++;
    if (++passes % AGAIN == 0) {
      trials.forEach(trial -> trial.begun = Math.min(trial.begun, ENOUGH - 2));
    }
    return next.plan;
  }

  /** How long a full pass by this plan took. */
  synchronized void took(EmbeddingPlan plan, long nanos) {
    trials.stream()
        .filter(trial -> trial.plan.equals(plan))
        .forEach(trial -> trial.took(plan.batch() * 1e9 / Math.max(1, nanos)));
  }

  /** Most pictures that should be brought for one pass: as many as ever until enough is known. */
  synchronized int batch() {
    double best = fastest(most).speed();
    boolean known =
        trials.stream().allMatch(trial -> trial.begun >= ENOUGH || trial.hopeless(best));
    return known ? fastest(most).plan.batch() : most;
  }

  private Trial fastest(int pictures) {
    return fitting(pictures)
        .max(
            Comparator.comparingDouble(Trial::speed).thenComparing(trial -> -trials.indexOf(trial)))
        .orElseThrow();
  }

  private Stream<Trial> fitting(int pictures) {
    return trials.stream().filter(trial -> trial.plan.batch() <= Math.max(1, pictures));
  }

  private static final class Trial {
    private final EmbeddingPlan plan;
    private final ArrayDeque<Double> speeds = new ArrayDeque<>(); // pictures/s, the last few passes
    private int begun;
    private boolean warm;

    Trial(EmbeddingPlan plan) {
      this.plan = plan;
    }

    /** The first pass does not count: memory of a new size is touched, loops are compiled. */
    void took(double speed) {
      if (!warm) {
        warm = true;
        return;
      }
      speeds.add(speed);
      if (speeds.size() >= ENOUGH) {
        speeds.remove();
      }
    }

    /** The median, in pictures/s; 0 if nothing is known. */
    double speed() {
      var sorted = speeds.stream().sorted().toList();
      return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }

    boolean hopeless(double best) {
      return !speeds.isEmpty() && speed() < HOPELESS * best;
    }
  }
}
