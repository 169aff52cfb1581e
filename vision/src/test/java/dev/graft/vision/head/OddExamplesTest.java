package dev.graft.vision.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a task looks like in its first minutes, or when something upstream is wrong. */
final class OddExamplesTest {
  private static final SoftmaxFitOptions CHOOSING = SoftmaxFitOptions.choosing();

  @Test
  void oneClassIsAlwaysTheAnswer() throws Exception {
    var all = Clouds.of(30, 6, 1, 0, 1);
    int[] ones = new int[30];
    Arrays.fill(ones, 1);
    var fitted = SoftmaxFit.fit(Clouds.labelled(all, ones, 3), CHOOSING, null);
    assertEquals(1, fitted.head().answer(new float[6]));
    assertEquals(1, fitted.head().answer(all.vectors()[7]));
  }

  @Test
  void oneExampleOfEachClassIsEnoughToFit() throws Exception {
    var examples = Clouds.of(4, 12, 4, 9, 1);
    var fitted = SoftmaxFit.fit(examples, CHOOSING, null);
    assertEquals(1, Clouds.accuracy(fitted.head(), examples));
    assertEquals(1, fitted.temperature(), "nothing was held out that a head could know");
  }

  @Test
  void oneExampleAtAllIsEnoughToFit() throws Exception {
    var fitted = SoftmaxFit.fit(Clouds.of(1, 5, 2, 1, 1), CHOOSING, null);
    assertEquals(0, fitted.head().answer(new float[] {9, 9, 9, 9, 9}));
  }

  @Test
  void aClassWithoutExamplesIsNeverTheAnswer() throws Exception {
    var examples = Clouds.of(120, 10, 3, 3, 1);
    int[] labels = Arrays.stream(examples.labels()).map(label -> label * 2).toArray(); // 0, 2, 4
    LinearHead head = SoftmaxFit.fit(Clouds.labelled(examples, labels, 5), CHOOSING, null).head();
    Random random = new Random(5);
    for (int i = 0; i < 2000; i++) {
      float[] anything = new float[10];
      for (int j = 0; j < 10; j++) {
        anything[j] = (float) random.nextGaussian() * 1000;
      }
      assertEquals(0, head.answer(anything) % 2);
    }
  }

  @Test
  void aClassMayComeAfterTheStartWasFitted() throws Exception {
    var examples = Clouds.of(120, 10, 3, 4, 1);
    var two = Clouds.firstOf(Clouds.of(80, 10, 2, 4, 1), 80);
    LinearHead start = SoftmaxFit.fit(two, CHOOSING, null).head().rearranged(new int[] {0, 1, -1});
    var options = CHOOSING.reusing(10, 1);
    LinearHead warm = SoftmaxFit.fit(examples, options, start).head();
    LinearHead cold = SoftmaxFit.fit(examples, options, null).head();
    assertTrue(Clouds.largestDifference(warm, cold, examples) < 0.01);
  }

  @Test
  void featuresThatNeverChangeCountForNothing() throws Exception {
    var examples = Clouds.of(100, 6, 2, 3, 1);
    for (float[] v : examples.vectors()) {
      v[3] = 0.1f;
      v[4] = 1e30f;
      v[5] = 0;
    }
    var fitted = SoftmaxFit.fit(examples, CHOOSING, null);
    for (float[] row : fitted.head().weight()) {
      assertEquals(0, Math.abs(row[3]) + Math.abs(row[4]) + Math.abs(row[5]));
    }
    assertTrue(Clouds.accuracy(fitted.head(), examples) > 0.9);
  }

  @Test
  void aValueThatIsNoNumberIsRefusedWithItsExample() {
    var examples = Clouds.of(20, 4, 2, 1, 1);
    examples.vectors()[13][2] = Float.NaN;
    var refusal =
        assertThrows(
            IllegalArgumentException.class, () -> SoftmaxFit.fit(examples, CHOOSING, null));
    assertTrue(refusal.getMessage().contains("example 13"), refusal.getMessage());
  }

  @Test
  void noExampleIsRefused() {
    var none = new LabelledEmbeddings(new float[0][], new int[0], new long[0], 2);
    assertThrows(IllegalArgumentException.class, () -> SoftmaxFit.fit(none, CHOOSING, null));
  }

  @Test
  void aStartOfAnotherShapeIsRefused() {
    var examples = Clouds.of(20, 4, 2, 1, 1);
    var start = new LinearHead(new float[2][5], new float[2]);
    assertThrows(IllegalArgumentException.class, () -> SoftmaxFit.fit(examples, CHOOSING, start));
  }

  @Test
  void labelsOutsideTheClassesAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new LabelledEmbeddings(new float[1][3], new int[] {2}, new long[1], 2));
  }
}
