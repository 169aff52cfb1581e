package dev.graft.vision.head.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever it went through, its sums are those of a clean count, to the bit. */
final class StreamingStatisticsTest {
  private static final int WIDTH = 6;
  private static final int CLASSES = 3;

  private record Labelled(float[] vector, int label) {}

  private final StreamingStatistics streaming = new StreamingStatistics();
  private final Random random = new Random(7);

  @Test
  void followsLabelsThatComeGoAndChange() {
    List<Labelled> examples = new ArrayList<>();
    for (int round = 0; round < 300; round++) {
      int what = random.nextInt(4);
      if (examples.size() < 5 || what == 0) {
        examples.add(random.nextInt(examples.size() + 1), drawn(1));
      } else if (what == 1) {
        examples.remove(random.nextInt(examples.size()));
      } else if (what == 2) {
        int at = random.nextInt(examples.size());
        Labelled there = examples.get(at);
        examples.set(at, new Labelled(there.vector(), (there.label() + 1) % CLASSES));
      } else {
        examples.set(random.nextInt(examples.size()), drawn(random.nextInt(4) == 0 ? 20 : 1));
      }
      assertEquals(counted(examples), followed(examples), "round " + round);
    }
  }

  @Test
  void anExampleMoreIsOneAdditionMore() {
    List<Labelled> examples = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      examples.add(drawn(1));
    }
    examples.add(new Labelled(new float[] {60, 0, 0, 0, 0, 0}, 0)); // so that the reach stays
    followed(examples);
    long before = streaming.changes();
    examples.add(drawn(1));
    followed(examples);
    assertEquals(before + 1, streaming.changes());
    examples.remove(3);
    followed(examples);
    assertEquals(before + 2, streaming.changes());
  }

  @Test
  void anArrayThatStandsForTwoExamplesCountsTwice() {
    Labelled twice = drawn(1);
    List<Labelled> examples = List.of(twice, drawn(1), new Labelled(twice.vector(), 2));
    assertEquals(counted(examples), followed(examples));
    assertEquals(counted(examples.subList(0, 2)), followed(examples.subList(0, 2)));
  }

  @Test
  void whatIsRefusedLeavesNothingBehind() {
    List<Labelled> examples = new ArrayList<>(List.of(drawn(1), drawn(1), drawn(1), drawn(1)));
    followed(examples);
    examples.add(new Labelled(new float[] {1, 2, 3, 4, 5, Float.NaN}, 1));
    assertThrows(IllegalArgumentException.class, () -> followed(examples));
    examples.remove(4);
    assertEquals(counted(examples), followed(examples));
  }

  private Labelled drawn(double scale) {
    float[] vector = new float[WIDTH];
    for (int j = 0; j < WIDTH; j++) {
      vector[j] = (float) (random.nextGaussian() * scale);
    }
    return new Labelled(vector, random.nextInt(CLASSES));
  }

  private ClassStatistics followed(List<Labelled> examples) {
    return streaming.of(vectors(examples), labels(examples), CLASSES);
  }

  private static ClassStatistics counted(List<Labelled> examples) {
    return ClassStatistics.of(vectors(examples), labels(examples), CLASSES);
  }

  private static float[][] vectors(List<Labelled> examples) {
    return examples.stream().map(Labelled::vector).toArray(float[][]::new);
  }

  private static int[] labels(List<Labelled> examples) {
    return examples.stream().mapToInt(Labelled::label).toArray();
  }
}
