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

  private final int classes;
  private final int width;
  private final Grid grid;
  private final long[] counts; // [classes]
  private final long[][] sums; // [classes, width]
  private final Moments moments;

  ClassStatistics(int classes, int width, Grid grid, long[] counts, long[][] sums, long[] packed) {
    this.classes = classes;
    this.width = width;
    this.grid = grid;
    this.counts = counts;
    this.sums = sums;
    this.moments = new Moments(width, grid, packed);
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
    if (classes < 1 || width < 1) {
      throw new IllegalArgumentException("statistics need a class and a feature");
    }
    return new ClassStatistics(
        classes,
        width,
        new Grid(reach),
        new long[classes],
        new long[classes][width],
        new long[Moments.size(width)]);
  }

  /**
   * Of these examples: [n, width], [n], at the smallest reach that holds them.
   *
   * @param vectors at least one
   * @throws IllegalArgumentException a value is not finite, or a label is no class
   */
  public static ClassStatistics of(float[][] vectors, int[] labels, int classes) {
    ClassStatistics statistics = none(classes, vectors[0].length, reachOf(vectors));
    statistics.add(vectors, labels);
    return statistics;
  }

  /** The smallest reach that holds these values. */
  public static int reachOf(float[][] vectors) {
    float largest = 0;
    for (float[] vector : vectors) {
      for (float value : vector) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return largest == 0 ? 0 : Math.max(-20, Math.getExponent(largest) + 1);
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
    requireExamples(vectors, labels);
    if (sign < 0) {
      requireThere(labels);
    }
    for (int from = 0; from < vectors.length; from += Grid.BATCH) {
      int n = Math.min(Grid.BATCH, vectors.length - from);
      double[][] rows = new double[n][width];
      for (int e = 0; e < n; e++) {
        count(vectors[from + e], labels[from + e], rows[e], sign);
      }
      moments.add(rows, n, sign);
    }
  }

  private void count(float[] vector, int label, double[] row, long sign) {
    counts[label] += sign;
    long[] sum = sums[label];
    double scale = grid.perSumUnit();
    for (int j = 0; j < width; j++) {
      row[j] = vector[j];
      sum[j] = Math.addExact(sum[j], sign * Math.round(vector[j] * scale));
    }
  }

  private void requireExamples(float[][] vectors, int[] labels) {
    if (vectors.length != labels.length) {
      throw new IllegalArgumentException("vectors and labels differ in number");
    }
    double limit = grid.limit();
    for (int e = 0; e < vectors.length; e++) {
      if (labels[e] < 0 || labels[e] >= classes || vectors[e].length != width) {
        throw new IllegalArgumentException(
            "example " + e + " is not of one of " + classes + " classes at width " + width);
      }
      for (float value : vectors[e]) {
        if (!(Math.abs(value) <= limit)) {
          throw new IllegalArgumentException(
              "example " + e + " holds " + value + ", beyond ±" + limit + "; give a larger reach");
        }
      }
    }
  }

  private void requireThere(int[] labels) {
    long[] left = counts.clone();
    for (int label : labels) {
      if (--left[label] < 0) {
        throw new IllegalArgumentException("class " + label + " has not so many examples");
      }
    }
  }

  /** Adds all examples of another's. */
  public void merge(ClassStatistics other) {
    combine(other, 1);
  }

  /** Takes all examples of another's away, which are among these. */
  public void subtract(ClassStatistics other) {
    requireAlike(other);
    for (int k = 0; k < classes; k++) {
      if (other.counts[k] > counts[k]) {
        throw new IllegalArgumentException("class " + k + " has not so many examples");
      }
    }
    combine(other, -1);
  }

  private void combine(ClassStatistics other, long sign) {
    requireAlike(other);
    for (int k = 0; k < classes; k++) {
      counts[k] += sign * other.counts[k];
      for (int j = 0; j < width; j++) {
        sums[k][j] = Math.addExact(sums[k][j], sign * other.sums[k][j]);
      }
    }
    moments.merge(other.moments, sign);
  }

  private void requireAlike(ClassStatistics other) {
    if (classes != other.classes || width != other.width || !grid.equals(other.grid)) {
      throw new IllegalArgumentException(other + " can't be joined with " + this);
    }
  }

  public ClassStatistics copy() {
    return new ClassStatistics(
        classes,
        width,
        grid,
        counts.clone(),
        Arrays.stream(sums).map(long[]::clone).toArray(long[][]::new),
        moments.packed().clone());
  }

  public int classes() {
    return classes;
  }

  public int width() {
    return width;
  }

  public int reach() {
    return grid.reach();
  }

  public long count(int label) {
    return counts[label];
  }

  public long examples() {
    return Arrays.stream(counts).sum();
  }

  /** Mean of a class: [width]; zeros without examples. */
  public double[] mean(int label) {
    return mean(sums[label], counts[label]);
  }

  /** Mean of all examples: [width]. */
  public double[] mean() {
    long[] all = new long[width];
    for (long[] sum : sums) {
      for (int j = 0; j < width; j++) {
        all[j] = Math.addExact(all[j], sum[j]);
      }
    }
    return mean(all, examples());
  }

  private double[] mean(long[] sum, long count) {
    double[] mean = new double[width];
    for (int j = 0; j < width && count > 0; j++) {
      mean[j] = sum[j] * grid.sumUnit() / count;
    }
    return mean;
  }

  /** Sum of squares about the mean of all, upper triangle: [width, width]. */
  public double[][] totalScatter() {
    double[][] scatter = moments.upper();
    takeAway(scatter, mean(), examples());
    return scatter;
  }

  /** Sum of squares about the mean of each example's class, upper triangle: [width, width]. */
  public double[][] withinScatter() {
    double[][] scatter = moments.upper();
    for (int k = 0; k < classes; k++) {
      takeAway(scatter, mean(k), counts[k]);
    }
    return scatter;
  }

  private static void takeAway(double[][] scatter, double[] mean, long count) {
    for (int i = 0; i < mean.length; i++) {
      double[] row = scatter[i];
      double factor = count * mean[i];
      for (int j = i; j < row.length; j++) {
        row[j] -= factor * mean[j];
      }
    }
  }

  /** To be read by {@link StatisticsFormat}. */
  long[] counts() {
    return counts;
  }

  long[][] sums() {
    return sums;
  }

  long[] packedMoments() {
    return moments.packed();
  }

  /** Equal when every sum is. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ClassStatistics that
        && grid.equals(that.grid)
        && Arrays.equals(counts, that.counts)
        && Arrays.deepEquals(sums, that.sums)
        && Arrays.equals(moments.packed(), that.moments.packed());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts) * 31 + Arrays.hashCode(moments.packed());
  }

  @Override
  public String toString() {
    return "statistics of "
        + examples()
        + " examples of "
        + classes
        + " classes at width "
        + width
        + ", reach "
        + grid.reach();
  }
}
