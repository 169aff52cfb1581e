package dev.graft.vision.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every kind of head promises. */
final class HeadContractTest {
  private static final LabelledEmbeddings EXAMPLES = Clouds.of(240, 16, 4, 6, 1);
  private static final Map<HeadKind, TrainedHead> TRAINED = new EnumMap<>(HeadKind.class);

  private static TrainedHead trained(HeadKind kind) throws InterruptedException {
    if (!TRAINED.containsKey(kind)) {
      TRAINED.put(kind, HeadFit.fit(EXAMPLES, options(kind), null));
    }
    return TRAINED.get(kind);
  }

  /** Small perceptrons only: they take the longest. */
  private static HeadOptions options(HeadKind kind) {
    return kind == HeadKind.PERCEPTRON
        ? new HeadOptions(
            Set.of(kind), OptionalDouble.of(64), OptionalDouble.empty(), Balance.AS_FOUND, 3)
        : HeadOptions.of(kind);
  }

  @ParameterizedTest
  @EnumSource
  void tellsSeparateCloudsApart(HeadKind kind) throws Exception {
    TrainedHead trained = trained(kind);
    assertEquals(kind, trained.kind());
    assertTrue(accuracy(trained.head(), Clouds.of(400, 16, 4, 6, 2)) >= 0.97);
  }

  @ParameterizedTest
  @EnumSource
  void probabilitiesSumToOneAndTheLargestIsTheAnswer(HeadKind kind) throws Exception {
    TrainedHead trained = trained(kind);
    for (float[] vector : Clouds.of(50, 16, 4, 2, 3).vectors()) {
      float[] p = trained.head().probabilities(vector, trained.temperature());
      double sum = 0;
      for (float value : p) {
        assertTrue(value >= 0 && value <= 1, "was " + value);
        sum += value;
      }
      assertEquals(1, sum, 1e-5);
      assertEquals(Softmax.largest(p), trained.head().answer(vector));
    }
  }

  /** The clouds overlap so much that a head must be unsure, and the features are few. */
  @ParameterizedTest
  @EnumSource
  void itsTemperatureMakesItsProbabilitiesBelievable(HeadKind kind) throws Exception {
    TrainedHead trained = HeadFit.fit(Clouds.of(600, 8, 3, 1.5, 1), options(kind), null);
    LabelledEmbeddings fresh = Clouds.of(3000, 8, 3, 1.5, 2);
    double confidence = 0;
    for (float[] vector : fresh.vectors()) {
      float[] p = trained.head().probabilities(vector, trained.temperature());
      confidence += p[Softmax.largest(p)] / fresh.size();
    }
    assertEquals(accuracy(trained.head(), fresh), confidence, 0.06);
  }

  @ParameterizedTest
  @EnumSource
  void givesTheSameBitsForTheSameInputs(HeadKind kind) throws Exception {
    TrainedHead once = trained(kind);
    TrainedHead again = HeadFit.fit(EXAMPLES, options(kind), null);
    assertEquals(once.head(), again.head());
    assertEquals(once.strength(), again.strength());
    assertEquals(once.temperature(), again.temperature());
  }

  @ParameterizedTest
  @EnumSource
  void whatAnEarlierFitChoseIsReusedWithoutFolds(HeadKind kind) throws Exception {
    TrainedHead once = trained(kind);
    TrainedHead again = HeadFit.fit(EXAMPLES, HeadOptions.reusing(once), null);
    assertEquals(once.strength(), again.strength());
    assertEquals(once.temperature(), again.temperature());
    assertEquals(0, again.trials().size());
    int same = 0;
    for (float[] vector : EXAMPLES.vectors()) {
      same += once.head().answer(vector) == again.head().answer(vector) ? 1 : 0;
    }
    assertTrue(same >= 0.98 * EXAMPLES.size(), "answered alike: " + same);
  }

  @ParameterizedTest
  @EnumSource
  void aClassWithoutExamplesIsNeverTheAnswer(HeadKind kind) throws Exception {
    int[] labels = Arrays.stream(EXAMPLES.labels()).map(label -> label * 2).toArray();
    LabelledEmbeddings even = Clouds.labelled(EXAMPLES, labels, 8);
    Head head = HeadFit.fit(even, options(kind), null).head();
    assertEquals(8, head.classes());
    Random random = new Random(5);
    for (int i = 0; i < 300; i++) {
      float[] anything = new float[16];
      for (int j = 0; j < 16; j++) {
        anything[j] = (float) random.nextGaussian() * 300;
      }
      assertEquals(0, head.answer(anything) % 2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneExampleOfEachClassIsEnough(HeadKind kind) throws Exception {
    LabelledEmbeddings few = Clouds.of(4, 16, 4, 20, 1);
    Head head = HeadFit.fit(few, options(kind), null).head();
    assertEquals(1, accuracy(head, few));
  }

  @ParameterizedTest
  @EnumSource
  void oneClassIsAlwaysTheAnswer(HeadKind kind) throws Exception {
    int[] ones = new int[EXAMPLES.size()];
    Arrays.fill(ones, 1);
    Head head = HeadFit.fit(Clouds.labelled(EXAMPLES, ones, 3), options(kind), null).head();
    assertEquals(1, head.answer(new float[16]));
    assertEquals(1, head.answer(EXAMPLES.vectors()[7]));
  }

  @ParameterizedTest
  @EnumSource
  void featuresThatNeverChangeDoNoHarm(HeadKind kind) throws Exception {
    float[][] vectors = Vectors.copy(EXAMPLES.vectors());
    for (float[] vector : vectors) {
      vector[9] = 0.1f;
      vector[10] = 3000;
      vector[11] = 0;
    }
    var examples = new LabelledEmbeddings(vectors, EXAMPLES.labels(), EXAMPLES.foldHashes(), 4);
    Head head = HeadFit.fit(examples, options(kind), null).head();
    assertTrue(accuracy(head, examples) > 0.95);
  }

  @ParameterizedTest
  @EnumSource
  void rareClassesAreAnsweredMoreOftenWhenBalanced(HeadKind kind) throws Exception {
    LabelledEmbeddings skewed = skewed(400, 1);
    LabelledEmbeddings fresh = skewed(4000, 2);
    double asFound = recallOfRare(skewed, fresh, kind, Balance.AS_FOUND);
    for (Balance balance : Set.of(Balance.WEIGHTS, Balance.CORRECTED)) {
      double balanced = recallOfRare(skewed, fresh, kind, balance);
      assertTrue(balanced >= asFound - 0.02, balance + ": " + asFound + " became " + balanced);
      assertTrue(balanced > 0.55, balance + ": " + balanced);
    }
  }

  @ParameterizedTest
  @EnumSource
  void valuesThatAreNoNumbersAndExamplesThatAreNoneAreRefused(HeadKind kind) {
    LabelledEmbeddings broken = Clouds.of(20, 4, 2, 1, 1);
    broken.vectors()[13][2] = Float.NaN;
    HeadOptions options = options(kind);
    assertThrows(IllegalArgumentException.class, () -> HeadFit.fit(broken, options, null));
    var none = new LabelledEmbeddings(new float[0][], new int[0], new long[0], 2);
    assertThrows(IllegalArgumentException.class, () -> HeadFit.fit(none, options, null));
    var other = new LinearHead(new float[4][5], new float[4]);
    assertThrows(IllegalArgumentException.class, () -> HeadFit.fit(EXAMPLES, options, other));
  }

  @ParameterizedTest
  @EnumSource
  void anEmbeddingOfAnotherWidthIsRefused(HeadKind kind) throws Exception {
    Head head = trained(kind).head();
    assertEquals(16, head.width());
    assertThrows(IllegalArgumentException.class, () -> head.logits(new float[17]));
  }

  @ParameterizedTest
  @EnumSource
  void somethingMayBeAddedToItsLogits(HeadKind kind) throws Exception {
    Head head = trained(kind).head();
    Head shifted = head.shifted(new double[] {0, 0, 1e6, 0});
    assertEquals(2, shifted.answer(EXAMPLES.vectors()[0]));
    assertEquals(head, head.shifted(new double[4]));
  }

  @ParameterizedTest
  @EnumSource
  void aKindIsFoundByItsWord(HeadKind kind) {
    assertEquals(kind, HeadKind.of(kind.word()));
  }

  /** Two overlapping clouds; one of ten examples is of the second. */
  private static LabelledEmbeddings skewed(int n, long seed) {
    LabelledEmbeddings even = Clouds.of(n, 6, 10, 0, seed);
    float[][] vectors = Vectors.copy(even.vectors());
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = even.labels()[i] == 0 ? 1 : 0;
      vectors[i][0] += labels[i] * 0.6f;
    }
    return new LabelledEmbeddings(vectors, labels, even.foldHashes(), 2);
  }

  private static double recallOfRare(
      LabelledEmbeddings train, LabelledEmbeddings fresh, HeadKind kind, Balance balance)
      throws Exception {
    Head head = HeadFit.fit(train, options(kind).balanced(balance), null).head();
    int rare = 0;
    int found = 0;
    for (int i = 0; i < fresh.size(); i++) {
      if (fresh.labels()[i] == 1) {
        rare++;
        found += head.answer(fresh.vectors()[i]);
      }
    }
    return (double) found / rare;
  }

  private static double accuracy(Head head, LabelledEmbeddings examples) {
    int right = 0;
    for (int i = 0; i < examples.size(); i++) {
      right += head.answer(examples.vectors()[i]) == examples.labels()[i] ? 1 : 0;
    }
    return (double) right / examples.size();
  }
}
