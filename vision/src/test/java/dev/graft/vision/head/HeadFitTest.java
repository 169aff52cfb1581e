package dev.graft.vision.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.head.statistics.StreamingStatistics;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a kind is chosen. */
final class HeadFitTest {
  @Test
  void choosesALinearKindWhereAllDoWell() throws Exception {
    TrainedHead trained = HeadFit.fit(Clouds.of(120, 12, 3, 8, 1), HeadOptions.choosing(), null);
    assertTrue(trained.kind().isLinear(), "chose " + trained.kind());
    assertEquals(List.of(HeadKind.values()), trained.trials().stream().map(Trial::kind).toList());
  }

  @Test
  void choosesThePerceptronWhereNoPlaneParts() throws Exception {
    LabelledEmbeddings quarters = quarters(500, 1);
    Set<HeadKind> kinds = Set.of(HeadKind.SOFTMAX, HeadKind.DISCRIMINANT, HeadKind.PERCEPTRON);
    TrainedHead trained = HeadFit.fit(quarters, HeadOptions.choosing(kinds), null);
    assertEquals(HeadKind.PERCEPTRON, trained.kind(), trained.trials().toString());
    LabelledEmbeddings fresh = quarters(400, 2);
    int right = 0;
    for (int i = 0; i < fresh.size(); i++) {
      right += trained.head().answer(fresh.vectors()[i]) == fresh.labels()[i] ? 1 : 0;
    }
    assertTrue(right > 0.8 * fresh.size(), "right: " + right);
  }

  @Test
  void leavesThePerceptronAsideWhereItOnlyDoesAsWell() throws Exception {
    Set<HeadKind> kinds = Set.of(HeadKind.SOFTMAX, HeadKind.PERCEPTRON);
    TrainedHead trained =
        HeadFit.fit(Clouds.of(150, 12, 3, 3, 1), HeadOptions.choosing(kinds), null);
    assertEquals(HeadKind.SOFTMAX, trained.kind(), trained.trials().toString());
  }

  /** Heads of four fifths are right less often, and would make the one that serves too modest. */
  @Test
  void theTemperatureIsThatOfHeadsWhichHaveSeenNearlyAll() throws Exception {
    double nearlyAll = 0;
    double fewer = 0;
    for (int seed = 0; seed < 8; seed++) {
      LabelledEmbeddings all = Clouds.of(1060, 40, 3, 2, seed);
      LabelledEmbeddings fresh = all.without(IntStream.range(0, 60).toArray());
      TrainedHead trained =
          HeadFit.fit(Clouds.firstOf(all, 60), HeadOptions.of(HeadKind.DISCRIMINANT), null);
      nearlyAll += surprise(trained.head(), trained.temperature(), fresh);
      fewer += surprise(trained.head(), trained.trials().get(0).temperature(), fresh);
    }
    assertTrue(nearlyAll < fewer, nearlyAll + " is not below " + fewer);
  }

  /** Whose answers to what they have learned are surer than those to what comes. */
  @Test
  void theTemperatureIsThatOfExamplesWhichTheNetworkHasNotLearnedFrom() throws Exception {
    LabelledEmbeddings all = Clouds.of(2000, 8, 4, 1, 1);
    LabelledEmbeddings fresh = all.without(IntStream.range(0, 400).toArray());
    LabelledEmbeddings some = Clouds.learned(Clouds.firstOf(all, 400), 2);
    var unmarked =
        new LabelledEmbeddings(some.vectors(), some.labels(), some.foldHashes(), some.classes());
    TrainedHead sober = HeadFit.fit(some, HeadOptions.of(HeadKind.SOFTMAX), null);
    TrainedHead flattered = HeadFit.fit(unmarked, HeadOptions.of(HeadKind.SOFTMAX), null);
    assertEquals(flattered.head(), sober.head(), "heads differ in their temperature alone");
    double soberly = surprise(sober.head(), sober.temperature(), fresh);
    double flatteringly = surprise(flattered.head(), flattered.temperature(), fresh);
    assertTrue(soberly < 0.95 * flatteringly, soberly + " beside " + flatteringly);
  }

  @Test
  void whereTheNetworkHasLearnedFromAllTheirTemperatureIsTaken() throws Exception {
    LabelledEmbeddings all = Clouds.of(120, 8, 4, 2, 1);
    boolean[] learned = new boolean[all.size()];
    Arrays.fill(learned, true);
    var marked =
        new LabelledEmbeddings(
            all.vectors(), all.labels(), all.foldHashes(), all.classes(), learned);
    HeadOptions options = HeadOptions.of(HeadKind.SOFTMAX);
    assertEquals(
        HeadFit.fit(all, options, null).temperature(),
        HeadFit.fit(marked, options, null).temperature());
  }

  /**
   * A fit that went straight for a weak penalty would stop at weights that are far too large, and
   * the heads of folds would want another temperature than the one that serves: 2.2 instead of 1.1.
   */
  @Test
  void theTemperatureSuitsTheHeadThatServesWhereClassesAreToldApartWithEase() throws Exception {
    LabelledEmbeddings all = Clouds.tight(1500, 200, 5, 1);
    LabelledEmbeddings fresh = all.without(IntStream.range(0, 500).toArray());
    var weak =
        new HeadOptions(
            Set.of(HeadKind.SOFTMAX),
            OptionalDouble.of(1),
            OptionalDouble.empty(),
            Balance.AS_FOUND,
            5);
    TrainedHead trained = HeadFit.fit(Clouds.firstOf(all, 500), weak, null);
    double best = Double.POSITIVE_INFINITY;
    for (double t = 0.1; t < 10; t *= 1.1) {
      best = Math.min(best, surprise(trained.head(), t, fresh));
    }
    double found = surprise(trained.head(), trained.temperature(), fresh);
    assertTrue(found < 1.2 * best, found + " beside " + best);
  }

  private static double surprise(Head head, double temperature, LabelledEmbeddings examples) {
    double sum = 0;
    for (int i = 0; i < examples.size(); i++) {
      sum -= Math.log(head.probabilities(examples.vectors()[i], temperature)[examples.labels()[i]]);
    }
    return sum / examples.size();
  }

  @Test
  void takesTheBestLinearKindUnlessARicherOneIsClearlyBetter() {
    Trial tied = trial(HeadKind.NEAREST_MEAN, 0.08, 0.1);
    Trial near = trial(HeadKind.SOFTMAX, 0.05, 0.1);
    Trial far = trial(HeadKind.SUPPORT_VECTORS, 0.5, 0.1);
    Trial neighbours = trial(HeadKind.NEIGHBOURS, 0.01, 0.1);
    Trial best = trial(HeadKind.PERCEPTRON, 0, 0);
    assertEquals(1, HeadFit.chosen(List.of(tied, near, far, neighbours, best)));
    assertEquals(1, HeadFit.chosen(List.of(far, neighbours, best)));
    assertEquals(1, HeadFit.chosen(List.of(far, best)));
  }

  @Test
  void withOneExampleOfEachClassItIsModest() throws Exception {
    TrainedHead trained = HeadFit.fit(Clouds.of(3, 8, 3, 9, 1), HeadOptions.choosing(), null);
    assertEquals(HeadKind.NEAREST_MEAN, trained.kind());
    assertEquals(List.of(), trained.trials());
  }

  @Test
  void aStrengthForSeveralKindsIsRefused() {
    Set<HeadKind> two = Set.of(HeadKind.SOFTMAX, HeadKind.RIDGE);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new HeadOptions(
                two, OptionalDouble.of(3), OptionalDouble.empty(), Balance.AS_FOUND, 5));
  }

  @Test
  void aWordThatIsNoKindIsRefusedWithThoseThatAre() {
    var refusal = assertThrows(IllegalArgumentException.class, () -> HeadKind.of("forest"));
    assertTrue(refusal.getMessage().contains("nearest-mean"), refusal.getMessage());
  }

  @Test
  void anInterruptedThreadGetsNoPerceptron() {
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedException.class,
        () -> HeadFit.fit(Clouds.of(90, 8, 3, 2, 1), HeadOptions.of(HeadKind.PERCEPTRON), null));
  }

  @Test
  void neighboursAreKeptUpToTheirNumberAndRareClassesWhole() {
    assertEquals(3980, Kept.quota(new int[] {9000, 20}, 4000));
    assertEquals(70, Kept.quota(new int[] {50, 70, 1}, 4000));
    assertEquals(1, Kept.quota(new int[0], 4000));
    int[] many = new int[5000];
    Arrays.fill(many, 3);
    assertEquals(1, Kept.quota(many, 4000), "each class keeps one");
  }

  @Test
  void sumsThatFollowedTheExamplesGiveTheSameBits() throws Exception {
    var kinds = Set.of(HeadKind.NEAREST_MEAN, HeadKind.DISCRIMINANT, HeadKind.RIDGE);
    LabelledEmbeddings all = Clouds.of(120, 12, 3, 3, 1);
    var streaming = new StreamingStatistics();
    for (int n : new int[] {100, 120, 90}) {
      LabelledEmbeddings some = Clouds.firstOf(all, n);
      TrainedHead clean = HeadFit.fit(some, HeadOptions.choosing(kinds), null);
      TrainedHead followed = HeadFit.fit(some, HeadOptions.choosing(kinds), null, streaming);
      assertEquals(clean.head(), followed.head());
      assertEquals(clean.trials(), followed.trials());
    }
  }

  @Test
  void thinnedNeighboursKeepTheSharesOfTheirClasses() throws Exception {
    LabelledEmbeddings many = Clouds.of(6000, 3, 20, 0, 1);
    int[] labels = Arrays.stream(many.labels()).map(label -> label == 0 ? 1 : 0).toArray();
    var skewed = Clouds.labelled(many, labels, 2); // 5700 and 300, and nothing tells them apart
    HeadOptions given =
        new HeadOptions(
            Set.of(HeadKind.NEIGHBOURS),
            OptionalDouble.of(40),
            OptionalDouble.of(1),
            Balance.AS_FOUND,
            5);
    NeighbourHead head = (NeighbourHead) HeadFit.fit(skewed, given, null).head();
    assertEquals(NeighbourFit.MOST, head.labels().length);
    assertEquals(300, Arrays.stream(head.labels()).sum());
    assertEquals(Math.log(5700 / 3700.0), head.shift()[0], 1e-6);
    assertEquals(0, head.shift()[1]);
  }

  private static Trial trial(HeadKind kind, double behind, double error) {
    return new Trial(kind, 1, 1, 100, 0.5, 0.6, 0.8, behind, error);
  }

  /** A class is whether two features have the same sign: what no plane can part. */
  private static LabelledEmbeddings quarters(int n, long seed) {
    Random random = new Random(seed);
    float[][] vectors = new float[n][6];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < 6; j++) {
        vectors[i][j] = (float) random.nextGaussian() * (j < 2 ? 1 : 0.1f);
      }
      labels[i] = vectors[i][0] * vectors[i][1] > 0 ? 1 : 0;
      vectors[i][2] = vectors[i][0]; // told three times, for dropout takes half of the features
      vectors[i][3] = vectors[i][1];
      vectors[i][4] = vectors[i][0];
      vectors[i][5] = vectors[i][1];
    }
    return new LabelledEmbeddings(vectors, labels, random.longs(n).toArray(), 2);
  }
}
