package dev.graft.vision.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class SoftmaxFitTest {
  private static final SoftmaxFitOptions CHOOSING = SoftmaxFitOptions.choosing();
  private static final SoftmaxFitOptions EXACT =
      new SoftmaxFitOptions(OptionalDouble.of(3), OptionalDouble.of(1), List.of(), 5, 500, 1e-6);

  @Test
  void findsTheKnownOptimumOfTwoPoints() throws Exception {
    var two = new LabelledEmbeddings(new float[][] {{-1}, {1}}, new int[] {0, 1}, new long[2], 2);
    LinearHead head = SoftmaxFit.fit(two, EXACT, null).head();
    // v = w1 - w0 makes 2 ln(1 + e^-v) + l2 v²/4 least, where 2 / (1 + e^v) = l2 v / 2
    double v = head.weight()[1][0] - head.weight()[0][0];
    assertEquals(2 / (1 + Math.exp(v)), 3 * v / 2, 1e-5);
    assertEquals(0, head.bias()[1] - head.bias()[0], 1e-5);
  }

  @Test
  void tellsSeparateCloudsApart() throws Exception {
    var fitted = SoftmaxFit.fit(Clouds.of(300, 20, 4, 8, 1), CHOOSING, null);
    assertTrue(Clouds.accuracy(fitted.head(), Clouds.of(400, 20, 4, 8, 2)) >= 0.99);
  }

  @Test
  void givesTheSameBitsForTheSameInputs() throws Exception {
    var examples = Clouds.of(200, 30, 3, 2, 1);
    var once = SoftmaxFit.fit(examples, CHOOSING, null);
    var again = SoftmaxFit.fit(examples, CHOOSING, null);
    assertEquals(once.head(), again.head());
    assertEquals(once.temperature(), again.temperature());
    assertEquals(once.l2(), again.l2());
  }

  @Test
  void aWarmStartEndsAtTheSameOptimumInFewerSteps() throws Exception {
    var examples = Clouds.of(400, 40, 5, 2, 1);
    var before = SoftmaxFit.fit(Clouds.firstOf(examples, 392), EXACT, null);
    var cold = SoftmaxFit.fit(examples, EXACT, null);
    var warm = SoftmaxFit.fit(examples, EXACT, before.head());
    assertTrue(Clouds.largestDifference(cold.head(), warm.head(), examples) < 1e-3);
    assertTrue(warm.iterations() < cold.iterations(), warm.iterations() + ", " + cold.iterations());
  }

  @Test
  void aStartAtTheOptimumIsLeftAsItIs() throws Exception {
    var examples = Clouds.of(200, 20, 3, 2, 1);
    var options = CHOOSING.reusing(30, 1);
    var first = SoftmaxFit.fit(examples, options, null);
    assertEquals(0, SoftmaxFit.fit(examples, options, first.head()).iterations());
  }

  @Test
  void scaleAndOffsetOfFeaturesChangeNoAnswer() throws Exception {
    var examples = Clouds.of(200, 12, 3, 2, 1);
    float[][] moved = Vectors.copy(examples.vectors());
    for (float[] v : moved) {
      for (int j = 0; j < v.length; j++) {
        v[j] = v[j] * (0.01f + j) - 3 * j;
      }
    }
    var other = new LabelledEmbeddings(moved, examples.labels(), examples.foldHashes(), 3);
    LinearHead head = SoftmaxFit.fit(examples, EXACT, null).head();
    LinearHead otherHead = SoftmaxFit.fit(other, EXACT, null).head();
    for (int i = 0; i < examples.size(); i++) {
      assertArrayEquals(
          head.probabilities(examples.vectors()[i], 1),
          otherHead.probabilities(moved[i], 1),
          1e-3f);
    }
  }

  @Test
  void renamingTheClassesRenamesTheAnswers() throws Exception {
    var examples = Clouds.of(300, 20, 3, 2, 1);
    int[] to = {2, 0, 1};
    int[] renamed = new int[examples.size()];
    for (int i = 0; i < renamed.length; i++) {
      renamed[i] = to[examples.labels()[i]];
    }
    LinearHead head = SoftmaxFit.fit(examples, EXACT, null).head();
    LinearHead other = SoftmaxFit.fit(Clouds.labelled(examples, renamed, 3), EXACT, null).head();
    assertTrue(Clouds.largestDifference(head, other.rearranged(to), examples) < 1e-3);
  }

  @Test
  void choosesAWeakerPenaltyWhereFeaturesTellMore() throws Exception {
    var clear = SoftmaxFit.fit(Clouds.of(400, 30, 3, 6, 1), CHOOSING, null);
    var noise = SoftmaxFit.fit(Clouds.of(400, 30, 3, 0, 1), CHOOSING, null);
    assertTrue(clear.l2() < noise.l2(), clear.l2() + " and " + noise.l2());
  }

  @Test
  void whatIsGivenIsNotChosen() throws Exception {
    var fitted = SoftmaxFit.fit(Clouds.of(90, 8, 3, 2, 1), CHOOSING.reusing(42, 1.7), null);
    assertEquals(42, fitted.l2());
    assertEquals(1.7, fitted.temperature());
  }

  @Test
  void anInterruptedThreadGetsNoHead() {
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedException.class, () -> SoftmaxFit.fit(Clouds.of(90, 8, 3, 2, 1), EXACT, null));
    assertTrue(!Thread.currentThread().isInterrupted(), "the exception carries it on");
  }
}
