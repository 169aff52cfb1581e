package dev.graft.vision.head;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;

/** Learns from a task's own examples beyond which distance a picture is none of its classes. */
public final class NoveltyFit {
  /** What is rejected of the task's own pictures unless somebody asks otherwise. */
  public static final double USUAL_RATE = 0.05;

  /** Most examples that are kept: 5 MB at width 1280. */
  static final int MOST = 1000;

  private static final int FOLDS = 10;

  /** More distances would hardly move a quantile, and cost. */
  private static final int ENOUGH = 4000;

  private static final int TILE = 64;

  private NoveltyFit() {}

  /**
   * The threshold is such that at most this share of new pictures of the task lies beyond: each
   * example that the network has not learned from is measured against all of the other folds, and
   * of n distances the {@code ceil((n + 1) (1 - rate))}th smallest is taken, which is the
   * split-conformal quantile (Vovk et al. 2005; Lei et al. 2018). With fewer than {@code 1 / rate -
   * 1} distances that is infinite: nothing is rejected. As the last detector knows all examples, it
   * rejects rather less than that.
   *
   * @param examples at least one; classes count only in the choice of those that are kept
   * @param rate between 0 and 1
   * @throws IllegalArgumentException there is no example, or no such rate
   * @throws InterruptedException when the thread is interrupted
   */
  public static Novelty fit(LabelledEmbeddings examples, double rate) throws InterruptedException {
    if (examples.size() == 0) {
      throw new IllegalArgumentException("there is no example to learn from");
    }
    Standardised.requireFinite(examples.vectors());
    float[][] all = columns(examples, HeldOut.everyone(examples.size()));
    return new Novelty(all, quantile(distances(examples), 1 - rate), rate);
  }

  /**
   * Whether an earlier detector may be kept: it holds no example that is not there any more (or is
   * there in other values), and knows every example that a new one would hold.
   *
   * @param examples at least one
   */
  public static boolean stillFits(Novelty earlier, LabelledEmbeddings examples) {
    if (earlier.width() != examples.width()) {
      return false;
    }
    SortedSet<float[]> held = rows(earlier.columns());
    SortedSet<float[]> gone = new TreeSet<>(held);
    for (float[] vector : examples.vectors()) {
      gone.remove(Novelty.unit(vector, examples.width()));
    }
    if (!gone.isEmpty()) {
      return false;
    }
    int[] kept = Kept.of(examples, HeldOut.everyone(examples.size()), MOST).examples();
    float[][] lacking =
        Arrays.stream(kept)
            .mapToObj(i -> examples.vectors()[i])
            .filter(vector -> !held.contains(Novelty.unit(vector, examples.width())))
            .toArray(float[][]::new);
    return lacking.length == 0
        || Arrays.stream(Novelty.distances(earlier.columns(), lacking))
            .allMatch(distance -> distance <= earlier.threshold());
  }

  private static SortedSet<float[]> rows(float[][] columns) {
    SortedSet<float[]> rows = new TreeSet<float[]>(Arrays::compare);
    rows.addAll(Arrays.asList(Vectors.transposed(columns)));
    return rows;
  }

  private static double[] distances(LabelledEmbeddings examples) throws InterruptedException {
    double[] distances = new double[examples.size()];
    int known = 0;
    Folds folds =
        new Folds(examples.foldHashes(), Math.max(FOLDS, examples.size() * FOLDS / ENOUGH));
    for (int fold = 0; fold < folds.count() && known < ENOUGH; fold++) {
      int[] held = examples.unlearned(folds.heldOut(fold));
      int[] others = folds.others(fold);
      if (held.length == 0 || others.length == 0) {
        continue;
      }
      float[][] columns = columns(examples, others);
      for (int from = 0; from < held.length; from += TILE) {
        if (Thread.interrupted()) {
          throw new InterruptedException("the fit was interrupted");
        }
        int[] tile = Arrays.copyOfRange(held, from, Math.min(held.length, from + TILE));
        double[] found = Novelty.distances(columns, examples.only(tile).vectors());
        System.arraycopy(found, 0, distances, known, found.length);
        known += found.length;
      }
    }
    return Arrays.copyOf(distances, known);
  }

  static double quantile(double[] distances, double share) {
    double[] sorted = distances.clone();
    Arrays.sort(sorted);
    // a share such as 0.95 is not exact in binary: without the tolerance, 19 would become 20
    int rank = (int) Math.ceil((sorted.length + 1) * share - 1e-9);
    return rank > sorted.length ? Double.POSITIVE_INFINITY : sorted[Math.max(0, rank - 1)];
  }

  private static float[][] columns(LabelledEmbeddings examples, int[] members) {
    int[] kept = Kept.of(examples, members, MOST).examples();
    float[][] units = new float[kept.length][];
    for (int i = 0; i < units.length; i++) {
      units[i] = Novelty.unit(examples.vectors()[kept[i]], examples.width());
    }
    return Vectors.transposed(units);
  }
}
