package dev.graft.vision.head.statistics;

import java.util.Arrays;

/**
 * Sufficient statistics of labelled embeddings: how many of each class, their sums, and one second
 * moment of all. Linear discriminants, ridge regression and nearest class means are functions of
 * them.
 *
 * <p>Every product of an example is rounded once to a whole number of units (see {@link Grid}, at
 * most 6e-11 at the usual reach), and whole numbers add exactly. So adding in any order, merging
 * any partition, and taking away what was added end at the same bits.
 *
 * <p>Mutable and for one thread; {@link #copy} before handing on. Memory: 4 bytes times width² (6.5
 * MB at 1280), and 8 bytes times classes times width.
 */
public final class ClassStatistics {
  /** Embeddings of published networks lie within ±64. */
  public static final int USUAL_REACH = 6;

  private final Extent extent;
  private final ClassSums sums;
  private final Moments moments;

  ClassStatistics(Extent extent, ClassSums sums, Moments moments) {
    this.extent = extent;
    this.sums = sums;
    this.moments = moments;
  }

  /** Of no example yet, for values within ±64. */
  public static ClassStatistics none(int classes, int width) {
    return none(classes, width, USUAL_REACH);
  }

  /**
   * Of no example yet.
   *
   * @param reach values must lie within ±2^reach; a smaller reach counts more finely
   */
  public static ClassStatistics none(int classes, int width, int reach) {
    var extent = new Extent(classes, width, new Grid(reach));
    return of(extent, new long[classes], new long[classes][width], new long[Moments.size(width)]);
  }

  /** Of these numbers, in units of the grid; the arrays are not copied. */
  static ClassStatistics of(Extent extent, long[] counts, long[][] sums, long[] packed) {
    return new ClassStatistics(
        extent,
        new ClassSums(extent.grid(), counts, sums),
        new Moments(extent.width(), extent.grid(), packed));
  }

  /**
   * Of these examples: [n, width], [n], at the smallest reach that holds them.
   *
   * @param vectors at least one
   * @throws IllegalArgumentException a value is not finite, or a label is no class
   */
  public static ClassStatistics of(float[][] vectors, int[] labels, int classes) {
    ClassStatistics statistics = none(classes, vectors[0].length, Grid.reachOf(vectors));
    statistics.add(vectors, labels);
    return statistics;
  }

  /**
   * Adds examples: [n, width], [n]. Cheapest in batches of some hundred.
   *
   * @throws IllegalArgumentException a value is not finite or out of reach, or a label is no class;
   *     nothing was added then
   */
  public void add(float[][] vectors, int[] labels) {
    change(vectors, labels, 1);
  }

  /** Adds one example. */
  public void add(float[] vector, int label) {
    add(new float[][] {vector}, new int[] {label});
  }

  /**
   * Takes examples away that were added with these labels.
   *
   * @throws IllegalArgumentException there are fewer of a class; nothing was taken away then
   */
  public void remove(float[][] vectors, int[] labels) {
    change(vectors, labels, -1);
  }

  /** Takes one example away. */
  public void remove(float[] vector, int label) {
    remove(new float[][] {vector}, new int[] {label});
  }

  private void change(float[][] vectors, int[] labels, long sign) {
    extent.require(vectors, labels);
    if (sign < 0) {
      sums.requireThere(labels);
    }
    for (int from = 0; from < vectors.length; from += Grid.BATCH) {
      int n = Math.min(Grid.BATCH, vectors.length - from);
      for (int e = from; e < from + n; e++) {
        sums.add(vectors[e], labels[e], sign);
      }
      moments.add(vectors, from, n, sign);
    }
  }

  /** Adds all examples of another's. */
  public void merge(ClassStatistics other) {
    combine(other, 1);
  }

  /** Takes all examples of another's away, which are among these. */
  public void subtract(ClassStatistics other) {
    requireAlike(other);
    sums.requireThere(other.sums);
    combine(other, -1);
  }

  private void combine(ClassStatistics other, long sign) {
    requireAlike(other);
    sums.merge(other.sums, sign);
    moments.merge(other.moments, sign);
  }

  private void requireAlike(ClassStatistics other) {
    if (!extent.equals(other.extent)) {
      throw new IllegalArgumentException(other + " can't be joined with " + this);
    }
  }

  public ClassStatistics copy() {
    return new ClassStatistics(extent, sums.copy(), moments.copy());
  }

  public int classes() {
    return extent.classes();
  }

  public int width() {
    return extent.width();
  }

  public int reach() {
    return extent.grid().reach();
  }

  public long count(int label) {
    return sums.counts()[label];
  }

  public long examples() {
    return sums.examples();
  }

  /** Mean of a class: [width]; zeros without examples. */
  public double[] mean(int label) {
    return sums.mean(label);
  }

  /** Mean of all examples: [width]. */
  public double[] mean() {
    return sums.mean();
  }

  /** Sum of squares about the mean of all, upper triangle: [width, width]. */
  public double[][] totalScatter() {
    double[][] scatter = moments.upper();
    Moments.takeAway(scatter, mean(), examples());
    return scatter;
  }

  /** Sum of squares about the mean of each example's class, upper triangle: [width, width]. */
  public double[][] withinScatter() {
    double[][] scatter = moments.upper();
    for (int k = 0; k < classes(); k++) {
      Moments.takeAway(scatter, mean(k), count(k));
    }
    return scatter;
  }

  /** To be read by {@link StatisticsFormat}. */
  ClassSums sums() {
    return sums;
  }

  long[] packedMoments() {
    return moments.packed();
  }

  /** Equal when every sum is. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ClassStatistics that
        && extent.equals(that.extent)
        && sums.equals(that.sums)
        && Arrays.equals(moments.packed(), that.moments.packed());
  }

  @Override
  public int hashCode() {
    return sums.hashCode() * 31 + Arrays.hashCode(moments.packed());
  }

  @Override
  public String toString() {
    return "statistics of "
        + examples()
        + " examples of "
        + classes()
        + " classes at width "
        + width()
        + ", reach "
        + reach();
  }
}
