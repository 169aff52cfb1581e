package dev.graft.vision.head.statistics;

import java.util.Arrays;

/** How many examples each class has, and what they add up to, in units of a {@link Grid}. */
final class ClassSums {
  private final Grid grid;
  private final long[] counts; // [classes]
  private final long[][] sums; // [classes, width]

  ClassSums(Grid grid, long[] counts, long[][] sums) {
    this.grid = grid;
    this.counts = counts;
    this.sums = sums;
  }

  ClassSums copy() {
    return new ClassSums(
        grid, counts.clone(), Arrays.stream(sums).map(long[]::clone).toArray(long[][]::new));
  }

  /**
   * Adds an example or takes it away.
   *
   * @param sign 1 or -1
   */
  void add(float[] vector, int label, long sign) {
    counts[label] += sign;
    long[] sum = sums[label];
    double scale = grid.perSumUnit();
    for (int j = 0; j < sum.length; j++) {
      sum[j] = Math.addExact(sum[j], sign * Math.round(vector[j] * scale));
    }
  }

  void merge(ClassSums other, long sign) {
    for (int k = 0; k < counts.length; k++) {
      counts[k] += sign * other.counts[k];
      for (int j = 0; j < sums[k].length; j++) {
        sums[k][j] = Math.addExact(sums[k][j], sign * other.sums[k][j]);
      }
    }
  }

  /** Refuses to take away more of a class than there are. */
  void requireThere(int[] labels) {
    long[] wanted = new long[counts.length];
    for (int label : labels) {
      wanted[label]++;
    }
    requireThere(wanted);
  }

  void requireThere(ClassSums other) {
    requireThere(other.counts);
  }

  private void requireThere(long[] wanted) {
    for (int k = 0; k < counts.length; k++) {
      if (wanted[k] > counts[k]) {
        throw new IllegalArgumentException("class " + k + " has not so many examples");
      }
    }
  }

  /** Mean of a class: [width]; zeros without examples. */
  double[] mean(int label) {
    return mean(sums[label], counts[label]);
  }

  /** Mean of all examples: [width]. */
  double[] mean() {
    long[] all = new long[sums[0].length];
    for (long[] sum : sums) {
      for (int j = 0; j < all.length; j++) {
        all[j] = Math.addExact(all[j], sum[j]);
      }
    }
    return mean(all, examples());
  }

  private double[] mean(long[] sum, long count) {
    double[] mean = new double[sum.length];
    for (int j = 0; j < mean.length && count > 0; j++) {
      mean[j] = sum[j] * grid.sumUnit() / count;
    }
    return mean;
  }

  long examples() {
    return Arrays.stream(counts).sum();
  }

  long[] counts() {
    return counts;
  }

  long[][] sums() {
    return sums;
  }

  /** Equal when every count and sum is. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ClassSums that
        && grid.equals(that.grid)
        && Arrays.equals(counts, that.counts)
        && Arrays.deepEquals(sums, that.sums);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }
}
