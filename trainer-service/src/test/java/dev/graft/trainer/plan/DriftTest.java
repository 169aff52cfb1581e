package dev.graft.trainer.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Made-up embeddings of two classes, a cat's around 0 and a dog's, more spread, around 3. */
class DriftTest {
  private static final int WIDTH = 40;
  private static final List<Drift.Example> EARLIER = mixed(400, 1, 0);

  @Test
  void picturesOfTheSameKindHaveNotDrifted() {
    for (int seed = 2; seed < 12; seed++) {
      double drift = Drift.of(EARLIER, mixed(128, seed, 0)).orElseThrow();
      assertTrue(drift < 0.02, "seed " + seed + ": " + drift);
    }
  }

  @Test
  void anotherMixOfClassesIsNoDrift() {
    List<Drift.Example> dogs = of("dog", 128, 3, 0);
    assertTrue(Drift.of(EARLIER, dogs).orElseThrow() < 0.02);
  }

  @Test
  void aShiftOfHalfADeviationIsADriftAndAWholeOneALargerOne() {
    double half = Drift.of(EARLIER, mixed(128, 4, 0.5)).orElseThrow();
    double whole = Drift.of(EARLIER, mixed(128, 4, 1)).orElseThrow();
    assertTrue(half > 0.05, "half " + half);
    assertTrue(whole > 3 * half, "half " + half + ", whole " + whole);
  }

  @Test
  void theNewestCountAndNotThoseBeforeThem() {
    var recent = new ArrayList<>(mixed(Drift.WINDOW, 5, 1));
    recent.addAll(mixed(1000, 6, 0));
    assertTrue(Drift.of(EARLIER, recent).orElseThrow() > 0.2);
  }

  @Test
  void tooFewSayNothing() {
    assertEquals(OptionalDouble.empty(), Drift.of(EARLIER, mixed(Drift.LEAST - 2, 7, 1)));
    assertEquals(OptionalDouble.empty(), Drift.of(List.of(), mixed(128, 7, 1)));
    assertEquals(
        OptionalDouble.empty(),
        Drift.of(EARLIER, of("bird", 128, 8, 1)),
        "nobody knows how birds looked");
  }

  @Test
  void saysTheSameOfTheSame() {
    assertEquals(Drift.of(EARLIER, mixed(128, 9, 0.5)), Drift.of(EARLIER, mixed(128, 9, 0.5)));
  }

  private static List<Drift.Example> mixed(int count, long seed, double shift) {
    var all = new ArrayList<>(of("cat", count / 2, seed, shift));
    all.addAll(of("dog", count / 2, 1000 + seed, shift));
    Collections.shuffle(all, new Random(seed));
    return all;
  }

  /** Shifted by so many deviations of the cats. */
  private static List<Drift.Example> of(String name, int count, long seed, double shift) {
    var random = new Random(seed);
    boolean cat = name.equals("cat");
    var examples = new ArrayList<Drift.Example>();
    for (int n = 0; n < count; n++) {
      float[] vector = new float[WIDTH];
      for (int i = 0; i < WIDTH; i++) {
        double spread = cat ? 1 : 1.5;
        vector[i] = (float) ((cat ? 0 : 3) + shift + spread * random.nextGaussian());
      }
      examples.add(new Drift.Example(name, vector));
    }
    return examples;
  }
}
