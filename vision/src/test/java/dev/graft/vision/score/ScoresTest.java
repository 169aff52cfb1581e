package dev.graft.vision.score;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.head.LinearHead;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScoresTest {
  private static final List<String> CLASSES = List.of("cat", "dog", "fox");
  private static final float[][] PROBABILITIES = {
    {0.8f, 0.1f, 0.1f}, {0.6f, 0.3f, 0.1f}, {0.2f, 0.7f, 0.1f}, {0.5f, 0.4f, 0.1f}
  };
  private static final int[] LABELS = {0, 0, 1, 1};

  @Test
  void countsWhatWasRightAndWhatWasTakenForWhat() {
    Scores scores = Scores.of(CLASSES, PROBABILITIES, LABELS);
    assertEquals(4, scores.examples());
    assertEquals(0.75, scores.accuracy());
    assertArrayEquals(new int[] {2, 0, 0, 1, 1, 0, 0, 0, 0}, scores.confusion());
    assertEquals(
        List.of(
            new ClassScore("cat", 2, 1, 2 / 3.0),
            new ClassScore("dog", 2, 0.5, 1),
            new ClassScore("fox", 0, 0, 0)),
        scores.classes());
  }

  @Test
  void logLossIsTheMeanOfTheSurprises() {
    double expected = -(Math.log(0.8) + Math.log(0.6) + Math.log(0.7) + Math.log(0.4)) / 4;
    assertEquals(expected, Scores.of(CLASSES, PROBABILITIES, LABELS).logLoss(), 1e-6);
  }

  @Test
  void calibrationErrorWeighsTheGapOfEachBinByItsShare() {
    // bins of 1/15: 0.8, 0.6, 0.7 and 0.5 fall into four; gaps 0.2, 0.4, 0.3 and 0.5
    assertEquals(
        (0.2 + 0.4 + 0.3 + 0.5) / 4,
        Scores.of(CLASSES, PROBABILITIES, LABELS).calibrationError(),
        1e-6);
  }

  @Test
  void confidenceThatComesTrueHasNoCalibrationError() {
    float[][] p = {{0.75f, 0.25f}, {0.75f, 0.25f}, {0.75f, 0.25f}, {0.75f, 0.25f}};
    assertEquals(
        0, Scores.of(List.of("a", "b"), p, new int[] {0, 0, 0, 1}).calibrationError(), 1e-7);
  }

  @Test
  void anImpossibleLabelCostsMuchButNotEverything() {
    Scores scores = Scores.of(List.of("a", "b"), new float[][] {{1, 0}}, new int[] {1});
    assertTrue(Double.isFinite(scores.logLoss()));
  }

  @Test
  void withoutExamplesEverythingIsZero() {
    Scores scores = Scores.of(CLASSES, new float[0][], new int[0]);
    assertEquals(0, scores.accuracy() + scores.logLoss() + scores.calibrationError());
  }

  @Test
  void anyHeadCanBeScoredAgain() {
    var head = new LinearHead(new float[][] {{1}, {-1}}, new float[] {0, 0});
    float[][] vectors = {{1}, {-1}, {2}};
    Scores scores = Scores.of(List.of("a", "b"), head, 1, vectors, new int[] {0, 1, 1});
    assertEquals(2 / 3.0, scores.accuracy());
  }

  @Test
  void temperatureChangesConfidenceAndNoAnswer() {
    var head = new LinearHead(new float[][] {{1}, {-1}}, new float[] {0, 0});
    float[][] vectors = {{1}, {-1}, {2}};
    int[] labels = {0, 1, 1};
    Scores sure = Scores.of(List.of("a", "b"), head, 0.1, vectors, labels);
    Scores modest = Scores.of(List.of("a", "b"), head, 2, vectors, labels);
    assertEquals(sure.accuracy(), modest.accuracy());
    assertTrue(sure.logLoss() > modest.logLoss());
  }

  @Test
  void twoHeadsAreComparedExampleByExample() {
    var comparison =
        PairedComparison.of(new int[] {0, 1, 1, 0}, new int[] {0, 0, 0, 1}, new int[] {0, 1, 1, 1});
    assertEquals(new PairedComparison(2, 1, 1), comparison);
    assertEquals(0.25, comparison.gain());
  }

  @Test
  void aHeadComparedWithItselfIsTheSame() {
    var head = new LinearHead(new float[][] {{1}, {-1}}, new float[] {0, 0});
    float[][] vectors = {{1}, {-1}, {2}};
    assertEquals(
        new PairedComparison(0, 0, 3),
        PairedComparison.of(head, head, vectors, new int[] {0, 1, 1}));
  }
}
