package dev.graft.vision.head.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class ClassStatisticsTest {
  private static final int CLASSES = 3;

  private record Example(float[] vector, int label) {}

  @Property(tries = 60, seed = "20261127")
  void anyOrderAndAnyPartitionGiveTheSameBits(
      @ForAll @IntRange(min = 1, max = 700) int n,
      @ForAll @IntRange(min = 1, max = 21) int width,
      @ForAll @IntRange(min = 1, max = 9) int pieces,
      @ForAll long seed) {
    List<Example> examples = examples(n, width, seed);
    ClassStatistics batch = of(examples, width);
    Random random = new Random(seed + 1);
    Collections.shuffle(examples, random);
    List<ClassStatistics> parts = new ArrayList<>();
    for (int p = 0; p < pieces; p++) {
      parts.add(ClassStatistics.none(CLASSES, width));
    }
    for (Example example : examples) {
      parts.get(random.nextInt(pieces)).add(example.vector, example.label);
    }
    Collections.shuffle(parts, random);
    ClassStatistics merged = ClassStatistics.none(CLASSES, width);
    parts.forEach(merged::merge);
    assertEquals(batch, merged);
  }

  @Property(tries = 60, seed = "20261127")
  void whatWasAddedAndTakenAwayLeavesNoBitBehind(
      @ForAll @IntRange(min = 1, max = 400) int kept,
      @ForAll @IntRange(min = 1, max = 400) int erased,
      @ForAll @IntRange(min = 1, max = 13) int width,
      @ForAll long seed) {
    List<Example> staying = examples(kept, width, seed);
    List<Example> going = examples(erased, width, ~seed);
    List<Example> all = new ArrayList<>(staying);
    all.addAll(going);
    Collections.shuffle(all, new Random(seed));
    ClassStatistics oneByOne = of(all, width);
    going.forEach(example -> oneByOne.remove(example.vector, example.label));
    assertEquals(of(staying, width), oneByOne);
    ClassStatistics atOnce = of(all, width);
    atOnce.subtract(of(going, width));
    assertEquals(of(staying, width), atOnce);
  }

  @Test
  void aCorrectedLabelIsUnlearned() {
    List<Example> examples = examples(50, 6, 1);
    ClassStatistics corrected = of(examples, 6);
    Example wrong = examples.get(17);
    Example right = new Example(wrong.vector, (wrong.label + 1) % CLASSES);
    corrected.remove(wrong.vector, wrong.label);
    corrected.add(right.vector, right.label);
    examples.set(17, right);
    assertEquals(of(examples, 6), corrected);
  }

  @Test
  void scattersAreThoseOfTheDefinition() {
    List<Example> examples = examples(300, 7, 4);
    ClassStatistics statistics = of(examples, 7);
    double[][] within = new double[7][7];
    double[][] total = new double[7][7];
    for (Example example : examples) {
      addSquare(within, example, mean(examples, example.label));
      addSquare(total, example, mean(examples, -1));
    }
    for (int i = 0; i < 7; i++) {
      for (int j = i; j < 7; j++) {
        assertEquals(within[i][j], statistics.withinScatter()[i][j], 1e-7);
        assertEquals(total[i][j], statistics.totalScatter()[i][j], 1e-7);
      }
    }
    for (int k = 0; k < CLASSES; k++) {
      assertArrayEquals(mean(examples, k), statistics.mean(k), 1e-10);
    }
  }

  /** More columns than a tile and more examples than a group, and neither divides by them. */
  @Test
  void tilesAndGroupsShowNowhere() {
    int width = 300;
    List<Example> examples = examples(39, width, 5);
    ClassStatistics together = of(examples, width);
    ClassStatistics oneByOne = ClassStatistics.none(CLASSES, width);
    examples.forEach(example -> oneByOne.add(example.vector, example.label));
    assertEquals(oneByOne, together);
    double[] mean = mean(examples, -1);
    double[][] scatter = together.totalScatter();
    for (int[] at :
        new int[][] {{0, 0}, {0, 299}, {127, 128}, {128, 128}, {130, 257}, {299, 299}}) {
      double wanted = 0;
      for (Example example : examples) {
        wanted += (example.vector[at[0]] - mean[at[0]]) * (example.vector[at[1]] - mean[at[1]]);
      }
      assertEquals(wanted, scatter[at[0]][at[1]], 1e-6, Arrays.toString(at));
    }
  }

  @Test
  void bytesBringItBack() {
    ClassStatistics statistics = of(examples(40, 9, 2), 9);
    byte[] bytes = StatisticsFormat.bytes(statistics);
    assertEquals(statistics, StatisticsFormat.parse(bytes));
    assertArrayEquals(bytes, StatisticsFormat.bytes(StatisticsFormat.parse(bytes)));
  }

  @Test
  void bytesThatAreNoStatisticsAreRefused() {
    byte[] bytes = StatisticsFormat.bytes(of(examples(40, 9, 2), 9));
    for (int length : new int[] {0, 3, 19, 20, bytes.length - 1}) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(IllegalArgumentException.class, () -> StatisticsFormat.parse(cut));
    }
    for (int at = 0; at < 16; at++) {
      byte[] changed = bytes.clone();
      changed[at] ^= 0x55;
      assertThrows(IllegalArgumentException.class, () -> StatisticsFormat.parse(changed));
    }
  }

  @Test
  void theLargestValuesStillAddUpExactly() {
    ClassStatistics statistics = ClassStatistics.none(1, 2, 6);
    float[][] largest = new float[1000][];
    for (int i = 0; i < largest.length; i++) {
      largest[i] = new float[] {64, Math.nextDown(64f)};
    }
    statistics.add(largest, new int[1000]);
    ClassStatistics one = ClassStatistics.none(1, 2, 6);
    for (float[] vector : largest) {
      one.add(vector, 0);
    }
    assertEquals(one, statistics);
    assertEquals(64, statistics.mean()[0]);
    assertEquals(0, statistics.totalScatter()[0][0]);
  }

  @Test
  void whatWasNeverAddedCanNotBeTakenAway() {
    ClassStatistics statistics = of(examples(10, 4, 3), 4);
    ClassStatistics before = statistics.copy();
    assertThrows(
        IllegalArgumentException.class, () -> statistics.remove(new float[11][4], new int[11]));
    assertThrows(
        IllegalArgumentException.class, () -> statistics.subtract(of(examples(80, 4, 3), 4)));
    assertEquals(before, statistics);
  }

  @Test
  void valuesOutOfReachAreRefusedWithTheRemedy() {
    ClassStatistics statistics = ClassStatistics.none(2, 2);
    for (float value : new float[] {65, -65, Float.NaN, Float.POSITIVE_INFINITY}) {
      var refusal =
          assertThrows(
              IllegalArgumentException.class, () -> statistics.add(new float[] {1, value}, 0));
      assertTrue(refusal.getMessage().contains("larger reach"), refusal.getMessage());
    }
    assertEquals(ClassStatistics.none(2, 2), statistics);
    assertEquals(7, Grid.reachOf(new float[][] {{1, -65}}));
    assertEquals(7, Grid.reachOf(new float[][] {{64}}));
    assertEquals(-1, Grid.reachOf(new float[][] {{0.3f}}));
  }

  private static List<Example> examples(int n, int width, long seed) {
    Random random = new Random(seed);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      float[] vector = new float[width];
      for (int j = 0; j < width; j++) {
        vector[j] = (float) Math.max(-60, Math.min(60, random.nextGaussian() * (1 + j) + j));
      }
      examples.add(new Example(vector, random.nextInt(CLASSES)));
    }
    return examples;
  }

  private static ClassStatistics of(List<Example> examples, int width) {
    ClassStatistics statistics = ClassStatistics.none(CLASSES, width);
    statistics.add(
        examples.stream().map(Example::vector).toArray(float[][]::new),
        examples.stream().mapToInt(Example::label).toArray());
    return statistics;
  }

  /** Of a class, or of all for -1. */
  private static double[] mean(List<Example> examples, int label) {
    double[] mean = new double[examples.get(0).vector.length];
    int n = 0;
    for (Example example : examples) {
      if (label < 0 || example.label == label) {
        n++;
        for (int j = 0; j < mean.length; j++) {
          mean[j] += example.vector[j];
        }
      }
    }
    for (int j = 0; j < mean.length; j++) {
      mean[j] /= n;
    }
    return mean;
  }

  private static void addSquare(double[][] scatter, Example example, double[] mean) {
    for (int i = 0; i < mean.length; i++) {
      for (int j = 0; j < mean.length; j++) {
        scatter[i][j] += (example.vector[i] - mean[i]) * (example.vector[j] - mean[j]);
      }
    }
  }
}
