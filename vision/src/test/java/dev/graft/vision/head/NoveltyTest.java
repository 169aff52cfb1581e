package dev.graft.vision.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NoveltyTest {
  private static final int WIDTH = 24;

  @Test
  void rejectsAsManyOfItsOwnPicturesAsItSays() throws Exception {
    for (double rate : new double[] {0.05, 0.2}) {
      Novelty novelty = NoveltyFit.fit(directions(600, 3, 1), rate);
      double rejected = rejected(novelty, directions(3000, 3, 2));
      assertEquals(rate, rejected, 0.025, "of its own at " + rate);
      assertEquals(rate, novelty.of(new float[WIDTH]).rejectionRate());
    }
  }

  @Test
  void whatTheNetworkHasLearnedFromDoesNotDrawTheThresholdIn() throws Exception {
    LabelledEmbeddings some = directions(600, 3, 1);
    LabelledEmbeddings fresh = directions(3000, 3, 2);
    boolean[] learned = new boolean[some.size()];
    for (int i = 0; i < learned.length; i++) {
      learned[i] = i % 5 != 0;
      for (int j = 0; learned[i] && j < WIDTH; j++) {
        some.vectors()[i][j] *= j == 2 * some.labels()[i] ? 1 : 0.3f; // nearer to its class
      }
    }
    var marked =
        new LabelledEmbeddings(some.vectors(), some.labels(), some.foldHashes(), 3, learned);
    assertEquals(0.05, rejected(NoveltyFit.fit(marked, 0.05), fresh), 0.025);
    double drawnIn = rejected(NoveltyFit.fit(some, 0.05), fresh);
    assertTrue(drawnIn > 0.2, "without the marks " + drawnIn);
  }

  @Test
  void rejectsWhatLiesElsewhere() throws Exception {
    Novelty novelty = NoveltyFit.fit(directions(600, 3, 1), 0.05);
    LabelledEmbeddings others = directions(500, 8, 3); // classes 3 to 7 were never shown
    int rejected = 0;
    int strange = 0;
    for (int i = 0; i < others.size(); i++) {
      if (others.labels()[i] >= 3) {
        strange++;
        rejected += novelty.of(others.vectors()[i]).known() ? 0 : 1;
      }
    }
    assertTrue(rejected > 0.95 * strange, rejected + " of " + strange);
  }

  @Test
  void lengthOfAnEmbeddingIsNoDistance() throws Exception {
    LabelledEmbeddings examples = directions(100, 3, 1);
    Novelty novelty = NoveltyFit.fit(examples, 0.05);
    float[] longer = examples.vectors()[3].clone();
    for (int j = 0; j < WIDTH; j++) {
      longer[j] *= 4;
    }
    assertEquals(novelty.of(examples.vectors()[3]).distance(), novelty.of(longer).distance(), 1e-6);
  }

  @Test
  void withTooFewExamplesNothingIsRejected() throws Exception {
    Novelty novelty = NoveltyFit.fit(directions(18, 3, 1), 0.05);
    assertEquals(Double.POSITIVE_INFINITY, novelty.threshold());
    float[] opposite = new float[WIDTH];
    opposite[20] = -1;
    assertTrue(novelty.of(opposite).known());
    assertFalse(NoveltyFit.fit(directions(60, 3, 1), 0.05).of(opposite).known());
    assertTrue(NoveltyFit.fit(directions(1, 1, 1), 0.05).of(opposite).known());
  }

  @Test
  void theThresholdIsTheConformalQuantile() {
    double[] nineteen = new double[19];
    for (int i = 0; i < 19; i++) {
      nineteen[i] = 19 - i;
    }
    assertEquals(19, NoveltyFit.quantile(nineteen, 0.95));
    assertEquals(10, NoveltyFit.quantile(nineteen, 0.5));
    assertEquals(Double.POSITIVE_INFINITY, NoveltyFit.quantile(new double[18], 0.95));
  }

  @Test
  void manyExamplesAreThinned() throws Exception {
    Novelty novelty = NoveltyFit.fit(directions(1500, 3, 1), 0.05);
    assertTrue(novelty.columns()[0].length <= NoveltyFit.MOST);
    assertEquals(0.05, rejected(novelty, directions(2000, 3, 2)), 0.025);
  }

  @Test
  void theSameExamplesGiveTheSameDetector() throws Exception {
    assertEquals(
        NoveltyFit.fit(directions(90, 3, 1), 0.05), NoveltyFit.fit(directions(90, 3, 1), 0.05));
  }

  @Test
  void isKeptWhileItKnowsWhatComesAndHoldsNothingThatWent() throws Exception {
    LabelledEmbeddings examples = directions(100, 3, 1);
    Novelty novelty = NoveltyFit.fit(examples.only(first(98)), 0.05);
    assertTrue(NoveltyFit.stillFits(novelty, examples.only(first(98))));
    assertTrue(NoveltyFit.stillFits(novelty, with(examples, examples.vectors()[5].clone())));
    float[] strange = new float[WIDTH];
    strange[20] = -1;
    assertFalse(NoveltyFit.stillFits(novelty, with(examples, strange)));
    assertFalse(NoveltyFit.stillFits(novelty, examples.only(first(97)))); // one was erased
    assertFalse(NoveltyFit.stillFits(novelty, Clouds.of(98, WIDTH + 1, 3, 1, 1)));
  }

  @Test
  void anErasedExampleIsInNoneThatIsLearnedLater() throws Exception {
    LabelledEmbeddings examples = directions(100, 3, 1);
    Novelty all = NoveltyFit.fit(examples, 0.05);
    Novelty fewer = NoveltyFit.fit(examples.without(new int[] {7}), 0.05);
    assertFalse(NoveltyFit.stillFits(fewer, examples.only(first(7))));
    assertFalse(NoveltyFit.stillFits(all, examples.without(new int[] {7})));
    assertTrue(NoveltyFit.stillFits(fewer, examples.without(new int[] {7})));
  }

  @Test
  void noExampleNoNumberAndNoSuchRateAreRefused() {
    var none = new LabelledEmbeddings(new float[0][], new int[0], new long[0], 2);
    assertThrows(IllegalArgumentException.class, () -> NoveltyFit.fit(none, 0.05));
    LabelledEmbeddings broken = directions(30, 3, 1);
    broken.vectors()[4][2] = Float.NaN;
    assertThrows(IllegalArgumentException.class, () -> NoveltyFit.fit(broken, 0.05));
    LabelledEmbeddings some = directions(30, 3, 1);
    for (double rate : new double[] {0, 1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> NoveltyFit.fit(some, rate));
    }
  }

  private static double rejected(Novelty novelty, LabelledEmbeddings examples) {
    int rejected = 0;
    for (float[] vector : examples.vectors()) {
      rejected += novelty.of(vector).known() ? 0 : 1;
    }
    return (double) rejected / examples.size();
  }

  private static int[] first(int n) {
    return IntStream.range(0, n).toArray();
  }

  /** The first 98 and one more. */
  private static LabelledEmbeddings with(LabelledEmbeddings examples, float[] more) {
    LabelledEmbeddings all = examples.only(first(99));
    all.vectors()[98] = more;
    return all;
  }

  /** Class k points along feature 2k, with noise, at any length. */
  private static LabelledEmbeddings directions(int n, int classes, long seed) {
    Random random = new Random(seed);
    float[][] vectors = new float[n][WIDTH];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % classes;
      double length = 0.5 + random.nextDouble() * 3;
      for (int j = 0; j < WIDTH; j++) {
        double z = random.nextGaussian() * 0.1 + (j == 2 * labels[i] ? 1 : 0);
        vectors[i][j] = (float) (length * z);
      }
    }
    return new LabelledEmbeddings(vectors, labels, random.longs(n).toArray(), classes);
  }
}
