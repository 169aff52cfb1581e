package dev.graft.vision.head.statistics;

/**
 * Cholesky's factor of a symmetric, positive definite matrix: A = Uᵀ U. Rows of eight are finished
 * together and then taken from all rows below, so that the inner loop runs along memory.
 */
public final class Positive {
  private static final int PANEL = 8;

  private final double[][] u; // [n, n], upper triangle

  private Positive(double[][] u) {
    this.u = u;
  }

  /**
   * Factors in place.
   *
   * @param upper [n, n], upper triangle; becomes the factor
   * @throws ArithmeticException the matrix is not positive definite
   */
  public static Positive factor(double[][] upper) {
    int n = upper.length;
    for (int from = 0; from < n; from += PANEL) {
      int to = Math.min(n, from + PANEL);
      for (int p = from; p < to; p++) {
        for (int q = from; q < p; q++) {
          take(upper[p], upper[q], upper[q][p], p);
        }
        finish(upper[p], p);
      }
      for (int i = to; i < n; i++) {
        takePanel(upper, from, to, i);
      }
    }
    return new Positive(upper);
  }

  private static void finish(double[] row, int p) {
    if (!(row[p] > 0)) {
      throw new ArithmeticException("the matrix is not positive definite at " + p);
    }
    double root = Math.sqrt(row[p]);
    for (int j = p; j < row.length; j++) {
      row[j] /= root;
    }
  }

  private static void take(double[] row, double[] other, double factor, int from) {
    for (int j = from; j < row.length; j++) {
      row[j] -= factor * other[j];
    }
  }

  private static void takePanel(double[][] u, int from, int to, int i) {
    if (to - from < PANEL) {
      for (int q = from; q < to; q++) {
        take(u[i], u[q], u[q][i], i);
      }
      return;
    }
    takeFour(u, from, i);
    takeFour(u, from + 4, i);
  }

  private static void takeFour(double[][] u, int q, int i) {
    double[] row = u[i];
    double[] a = u[q];
    double[] b = u[q + 1];
    double[] c = u[q + 2];
    double[] d = u[q + 3];
    double ai = a[i];
    double bi = b[i];
    double ci = c[i];
    double di = d[i];
    for (int j = i; j < row.length; j++) {
      row[j] -= (ai * a[j] + bi * b[j]) + (ci * c[j] + di * d[j]);
    }
  }

  /** Solves A x = b in place: b becomes x, [n]. */
  public void solve(double[] b) {
    int n = u.length;
    for (int p = 0; p < n; p++) {
      b[p] /= u[p][p];
      double known = b[p];
      double[] row = u[p];
      for (int j = p + 1; j < n; j++) {
        b[j] -= known * row[j];
      }
    }
    for (int p = n - 1; p >= 0; p--) {
      double[] row = u[p];
      double sum = 0;
      for (int j = p + 1; j < n; j++) {
        sum += row[j] * b[j];
      }
      b[p] = (b[p] - sum) / row[p];
    }
  }
}
