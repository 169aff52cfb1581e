package dev.graft.vision.head;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class ProductsTest {
  @Property(tries = 60, seed = "20261120")
  void equalsTheProductByItsDefinition(
      @ForAll @IntRange(min = 1, max = 5) int rows,
      @ForAll @IntRange(min = 1, max = 40) int inner,
      @ForAll @IntRange(min = 1, max = 600) int columns) {
    Random random = new Random(rows * 31L + inner * 7L + columns);
    float[][] left = gaussian(rows, inner, random);
    float[][] right = gaussian(inner, columns, random);
    float[][] result = gaussian(rows, columns, random); // what was there is overwritten
    Products.multiply(left, right, result);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        double sum = 0;
        for (int p = 0; p < inner; p++) {
          sum += (double) left[r][p] * right[p][c];
        }
        assertEquals(sum, result[r][c], 1e-4);
      }
    }
  }

  private static float[][] gaussian(int rows, int columns, Random random) {
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      for (int j = 0; j < columns; j++) {
        row[j] = (float) random.nextGaussian();
      }
    }
    return values;
  }
}
