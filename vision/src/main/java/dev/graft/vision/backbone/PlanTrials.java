package dev.graft.vision.backbone;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the fastest plan by trying all of them on the work itself. Batches do not always pay on a
 * processor, which layout is faster differs from one to the next, and both depend on how many
 * passes run side by side: only the work itself knows. Every trial is a pass that was wanted.
 *
 * <p>A machine that others use too is now fast, now slow. So a plan's speed is only ever held
 * against that of the champion just before, and the median of such ratios decides.
 */
final class PlanTrials {
  /** Passes by which a plan is judged; the first does not count. */
  static final int ENOUGH = 5;

  /** Once all are known, one pass of so many is by another plan than the champion. */
  static final int ANOTHER = 20;

  private static final int[] BATCHES = {1, 2, 4, 8, 16, 32};

  /** A plan that was so much slower than the champion three times is left alone, */
  private static final double HOPELESS = 0.7;

  /** but after so many passes one of those gets another. */
  private static final int SECOND_CHANCE = 1000;

  /** A plan that is so much faster becomes the champion. */
  private static final double BETTER = 1.02;

  /** A pass of the champion that is more passes ago says nothing of how fast the machine is now. */
  private static final int FRESH = 8;

  private final List<Trial> trials = new ArrayList<>(); // guarded by this, as is all within
  private final int most;
  private Trial champion;
  private double pace; // pictures/s of the champion's last pass; 0 at first
  private long paced; // passes until then
  private long passes;

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
    champion = trials.get(0); // a single picture: it fits whatever comes
  }

  /** For a pass of at most so many pictures: what is to be tried, or else what is fastest. */
  synchronized EmbeddingPlan next(int pictures) {
    Trial next = choice(pictures);
    next.begun++;
    passes++;
    return next.plan;
  }

  private Trial choice(int pictures) {
    return challenger(pictures).orElseGet(() -> fastest(pictures));
  }

  private Optional<Trial> challenger(int pictures) {
    var others = fitting(pictures).filter(trial -> trial != champion);
    if (passes % SECOND_CHANCE == 1) {
      return others.filter(Trial::hopeless).min(Comparator.comparingInt(trial -> trial.begun));
    }
    return others
        .filter(trial -> !trial.hopeless())
        .max(Comparator.comparingDouble(passes / ANOTHER % 2 == 0 ? Trial::promise : Trial::need))
        .filter(trial -> passes % (trial.begun < ENOUGH ? 2 : ANOTHER) == 1);
  }

  /** How long a full pass by this plan took. */
  synchronized void took(EmbeddingPlan plan, long nanos) {
    trials.stream()
        .filter(trial -> trial.plan.equals(plan))
        .forEach(trial -> took(trial, plan.batch() * 1e9 / Math.max(1, nanos)));
  }

  private void took(Trial trial, double speed) {
    if (!trial.warm) { // memory of a new size is touched, loops are compiled
      trial.warm = true;
    } else if (trial == champion) {
      pace = speed;
      paced = passes;
    } else if (pace > 0 && passes - paced <= FRESH) {
      trial.saw(speed / pace);
      if (trial.ratios.size() >= ENOUGH - 1 && trial.ratio() > BETTER) {
        crown(trial);
      }
    }
  }

  /** All that were not hopeless are held against the new champion again. */
  private void crown(Trial trial) {
    double ratio = trial.ratio();
    trials.stream().filter(other -> !other.hopeless()).forEach(Trial::again);
    champion.saw(1 / ratio);
    pace *= ratio;
    champion = trial;
  }

  /** Most pictures that should be brought for one pass: as many as ever until enough is known. */
  synchronized int batch() {
    boolean known =
        trials.stream()
            .allMatch(trial -> trial == champion || trial.begun >= ENOUGH || trial.hopeless());
    return known ? choice(most).plan.batch() : most;
  }

  /** The champion, or where it does not fit, what came nearest to it. */
  private Trial fastest(int pictures) {
    return fitting(pictures)
        .max(
            Comparator.comparing((Trial trial) -> trial == champion)
                .thenComparing(Trial::ratio)
                .thenComparing(trial -> -trials.indexOf(trial)))
        .orElseThrow();
  }

  private Stream<Trial> fitting(int pictures) {
    return trials.stream().filter(trial -> trial.plan.batch() <= Math.max(1, pictures));
  }

  private static final class Trial {
    private static final int KEPT = 8;

    private final EmbeddingPlan plan;
    private final List<Double> ratios = new ArrayList<>(); // to the champion's speed, the last few
    private int begun;
    private boolean warm;

    Trial(EmbeddingPlan plan) {
      this.plan = plan;
    }

    void saw(double ratio) {
      ratios.add(ratio);
      if (ratios.size() > KEPT) {
        ratios.remove(0);
      }
    }

    void again() {
      ratios.clear();
      begun = Math.min(begun, 1);
    }

    /** The median, of an even number the lower one; 0 if nothing is known. */
    double ratio() {
      var sorted = ratios.stream().sorted().toList();
      return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) / 2);
    }

    /** The fastest first, as it may be the champion soon. */
    double promise() {
      return begun < ENOUGH ? need() : ratio() - 2 * ENOUGH;
    }

    /** The least known first, as it may have become faster. */
    double need() {
      return -begun;
    }

    boolean hopeless() {
      return ratios.size() > 2 && ratios.stream().allMatch(ratio -> ratio < HOPELESS);
    }
  }
}
