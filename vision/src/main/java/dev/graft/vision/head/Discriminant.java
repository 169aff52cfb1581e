package dev.graft.vision.head;

import dev.graft.vision.head.statistics.ClassStatistics;
import dev.graft.vision.head.statistics.Positive;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Linear heads in closed form from sufficient statistics: the same sums give the same bits,
 * whatever order or pieces they came in.
 */
public final class Discriminant {
  /** A variance below this share of the mean square is rounding, not a difference. */
  private static final double CONSTANT = 1e-9;

  private Discriminant() {}

  /**
   * Linear discriminant analysis with the classes' common covariance shrunk towards its diagonal:
   * {@code (1 - s) S + s diag(S)} (Friedman, "Regularized discriminant analysis", JASA 1989, with
   * the diagonal as in Schäfer and Strimmer 2005), so that no feature's unit matters. Priors are
   * the shares of the examples. With one example of each class there is no covariance within them,
   * and that of all examples stands in. A class without examples is never the answer.
   *
   * @param shrinkage above 0, at most 1; at 1 only the features' spreads count
   * @throws IllegalArgumentException there is no example, or no such shrinkage
   */
  public static LinearHead fit(ClassStatistics statistics, double shrinkage) {
    return fit(statistics, shrinkage, true);
  }

  /** Nearest class mean, each feature measured by its spread within the classes; equal priors. */
  public static LinearHead nearestMean(ClassStatistics statistics) {
    return fit(statistics, 1, false);
  }

  private static LinearHead fit(ClassStatistics statistics, double shrinkage, boolean priors) {
    if (!(shrinkage > 0 && shrinkage <= 1)) {
      throw new IllegalArgumentException("shrinkage must be above 0 and at most 1");
    }
    PresentClasses present = present(statistics);
    long freedom = statistics.examples() - present.count();
    Scaled within =
        freedom > 0
            ? Scaled.of(statistics, statistics.withinScatter(), freedom)
            : Scaled.of(statistics, statistics.totalScatter(), statistics.examples());
    double[][] rows = within.solve(means(statistics, present), 1 - shrinkage, shrinkage);
    double[] bias = new double[present.count()];
    for (int k = 0; k < bias.length; k++) {
      long count = statistics.count(present.indices()[k]);
      bias[k] = -within.half(rows[k], statistics.mean(present.indices()[k]));
      bias[k] += priors ? StrictMath.log((double) count / statistics.examples()) : 0;
    }
    return within.head(rows, bias, present);
  }

  /**
   * Ridge regression of class membership, 0 or 1, on standardised features, the intercept free:
   * scikit-learn's {@code Ridge(alpha)} for each class. A class without examples is never the
   * answer.
   *
   * @param alpha weight of |W|² against the sum of the squared errors
   * @throws IllegalArgumentException there is no example, or no such alpha
   */
  public static LinearHead ridge(ClassStatistics statistics, double alpha) {
    if (!(alpha > 0)) {
      throw new IllegalArgumentException("alpha must be above 0");
    }
    PresentClasses present = present(statistics);
    double n = statistics.examples();
    Scaled total = Scaled.of(statistics, statistics.totalScatter(), n);
    double[][] rows = total.solve(means(statistics, present), 1, alpha / n);
    double[] bias = new double[present.count()];
    for (int k = 0; k < bias.length; k++) {
      bias[k] = statistics.count(present.indices()[k]) / n;
      for (int j = 0; j < rows[k].length; j++) {
        rows[k][j] *= statistics.count(present.indices()[k]) / n;
      }
    }
    return total.head(rows, bias, present);
  }

  private static PresentClasses present(ClassStatistics statistics) {
    int[] indices =
        IntStream.range(0, statistics.classes()).filter(k -> statistics.count(k) > 0).toArray();
    if (indices.length == 0) {
      throw new IllegalArgumentException("there is no example to learn from");
    }
    return new PresentClasses(indices, statistics.classes());
  }

  private static double[][] means(ClassStatistics statistics, PresentClasses present) {
    return Arrays.stream(present.indices()).mapToObj(statistics::mean).toArray(double[][]::new);
  }

  /**
   * Covariance with the spreads divided out.
   *
   * @param mean [width] of all examples
   * @param spread [width]; 0 for a feature that never changes
   * @param correlation [width, width] upper triangle, diagonal 1
   */
  private record Scaled(double[] mean, double[] spread, double[][] correlation) {
    static Scaled of(ClassStatistics statistics, double[][] scatter, double freedom) {
      double[] mean = statistics.mean();
      double[] spread = new double[mean.length];
      for (int i = 0; i < mean.length; i++) {
        double variance = scatter[i][i] / freedom;
        spread[i] = variance > CONSTANT * (variance + mean[i] * mean[i]) ? Math.sqrt(variance) : 0;
      }
      for (int i = 0; i < mean.length; i++) {
        double[] row = scatter[i];
        for (int j = i; j < row.length; j++) {
          double both = spread[i] * spread[j] * freedom;
          row[j] = i == j ? 1 : both > 0 ? row[j] / both : 0;
        }
      }
      return new Scaled(mean, spread, scatter);
    }

    /**
     * (R x correlation + D x identity) to the power of -1 times each mean's distance from the mean
     * of all: [classes, width], both sides in units of the spreads. The correlation is lost.
     */
    double[][] solve(double[][] means, double r, double d) {
      double[][] rows = new double[means.length][mean.length];
      for (int k = 0; k < means.length; k++) {
        for (int j = 0; j < mean.length; j++) {
          rows[k][j] = spread[j] > 0 ? (means[k][j] - mean[j]) / spread[j] : 0;
        }
      }
      for (int i = 0; i < mean.length; i++) {
        for (int j = i; j < mean.length; j++) {
          correlation[i][j] = i == j ? r + d : r * correlation[i][j];
        }
      }
      Positive factor = Positive.factor(correlation);
      for (double[] row : rows) {
        factor.solve(row);
      }
      return rows;
    }

    /** Half of the squared distance of a class's mean from the mean of all. */
    double half(double[] row, double[] classMean) {
      double sum = 0;
      for (int j = 0; j < row.length; j++) {
        sum += spread[j] > 0 ? row[j] * (classMean[j] - mean[j]) / spread[j] : 0;
      }
      return sum / 2;
    }

    /** Rows in units of the spreads as a head on raw embeddings, centred over the classes. */
    LinearHead head(double[][] rows, double[] bias, PresentClasses present) {
      float[][] weight = new float[rows.length][mean.length];
      float[] shift = new float[rows.length];
      double[] rowMean = new double[mean.length];
      double biasMean = Arrays.stream(bias).average().orElse(0);
      for (double[] row : rows) {
        for (int j = 0; j < row.length; j++) {
          rowMean[j] += row[j] / rows.length;
        }
      }
      for (int k = 0; k < rows.length; k++) {
        double at = bias[k] - biasMean;
        for (int j = 0; j < mean.length; j++) {
          double w = spread[j] > 0 ? (rows[k][j] - rowMean[j]) / spread[j] : 0;
          weight[k][j] = (float) w;
          at -= w * mean[j];
        }
        shift[k] = (float) at;
      }
      return present.toAll(new LinearHead(weight, shift));
    }
  }
}
