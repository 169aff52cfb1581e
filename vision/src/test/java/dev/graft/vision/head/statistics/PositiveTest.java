package dev.graft.vision.head.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class PositiveTest {
  @Property(tries = 40, seed = "20261127")
  void solvesWhatTheMatrixMakesOfTheSolution(
      @ForAll @IntRange(min = 1, max = 60) int n, @ForAll long seed) {
    Random random = new Random(seed);
    double[][] matrix = positive(n, random);
    double[] solution = random.doubles(n, -1, 1).toArray();
    double[] b = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        b[i] += matrix[Math.min(i, j)][Math.max(i, j)] * solution[j];
      }
    }
    Positive.factor(matrix).solve(b);
    for (int i = 0; i < n; i++) {
      assertEquals(solution[i], b[i], 1e-9);
    }
  }

  @Test
  void aMatrixThatIsNotPositiveDefiniteIsRefused() {
    assertThrows(ArithmeticException.class, () -> Positive.factor(new double[][] {{1, 2}, {0, 1}}));
    assertThrows(ArithmeticException.class, () -> Positive.factor(new double[][] {{Double.NaN}}));
  }

  /** Rows x rows transposed, plus the identity; upper triangle. */
  private static double[][] positive(int n, Random random) {
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = random.doubles(n, -1, 1).toArray();
    }
    double[][] matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        matrix[i][j] = i == j ? 1 : 0;
        for (int k = 0; k < n; k++) {
          matrix[i][j] += rows[i][k] * rows[j][k];
        }
      }
    }
    return matrix;
  }
}
