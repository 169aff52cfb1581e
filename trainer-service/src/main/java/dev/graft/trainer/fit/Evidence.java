package dev.graft.trainer.fit;

import dev.graft.trainer.dataset.Dataset;
import dev.graft.trainer.gate.Standing;
import dev.graft.vision.head.Head;
import dev.graft.vision.head.TrainedHead;
import dev.graft.vision.score.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Answers of judged heads to examples that they never saw, beside the labels.
 *
 * @param probabilities [n, classes]
 * @param labels [n]
 * @param source where the examples come from, in words
 */
record Evidence(List<float[]> probabilities, List<Integer> labels, String source) {
  /** With fewer validation examples than this, folds of the train split bear witness too. */
  static final int ENOUGH = 10;

  private static final int FOLDS = 5;
  private static final String VALIDATION = "validation";

  /** Of the validation split alone. */
  static Evidence validation(Dataset data, TrainedHead judged) {
    Evidence evidence = new Evidence(new ArrayList<>(), new ArrayList<>(), VALIDATION);
    evidence.ask(judged.head(), judged.temperature(), data.validation());
    return evidence;
  }

  /**
   * Of the validation split, or, where that is too small to say anything, also of each fold of the
   * train split by a head that was fitted on the others and knows every class. Pictures that a tail
   * has learned from bear no witness.
   */
  static Evidence enough(Dataset data, TrainedHead judged, Learning learning)
      throws InterruptedException {
    Evidence validation = validation(data, judged);
    if (validation.labels.size() >= ENOUGH) {
      return validation;
    }
    Evidence more =
        new Evidence(
            new ArrayList<>(validation.probabilities),
            new ArrayList<>(validation.labels),
            validation.labels.isEmpty() ? "folds of train" : "validation and folds of train");
    List<Dataset.Pick> train = data.train();
    for (int fold = 0; fold < FOLDS; fold++) {
      List<Dataset.Pick> held = new ArrayList<>();
      List<Dataset.Pick> others = new ArrayList<>();
      for (Dataset.Pick pick : train) {
        (foldOf(pick) == fold ? held : others).add(pick);
      }
      held.removeIf(pick -> !learning.isTelling(pick));
      if (!held.isEmpty() && knowsAll(others, data.wish().classes().size())) {
        more.ask(learning.without(others, judged), judged.temperature(), held);
      }
    }
    return more.labels.size() > validation.labels.size() ? more : validation;
  }

  /** Whether every answer is to an example of the validation split. */
  boolean isValidationAlone() {
    return source.equals(VALIDATION);
  }

  Scores scores(List<String> classes) {
    return Scores.of(
        classes,
        probabilities.toArray(float[][]::new),
        labels.stream().mapToInt(Integer::intValue).toArray());
  }

  Standing standing(Scores scores) {
    int mostFrequent =
        labels.stream()
            .collect(Collectors.groupingBy(label -> label, Collectors.counting()))
            .values()
            .stream()
            .mapToInt(Long::intValue)
            .max()
            .orElse(0);
    int right = (int) Math.round(scores.accuracy() * scores.examples());
    return new Standing(labels.size(), right, mostFrequent, source);
  }

  private void ask(Head head, double temperature, List<Dataset.Pick> picks) {
    for (Dataset.Pick pick : picks) {
      probabilities.add(head.probabilities(pick.vector(), temperature));
      labels.add(pick.label());
    }
  }

  private static boolean knowsAll(List<Dataset.Pick> picks, int classes) {
    return picks.stream().mapToInt(Dataset.Pick::label).distinct().count() == classes;
  }

  // The split took the hash modulo 100; other bits make the folds independent of it.
  private static int foldOf(Dataset.Pick pick) {
    return (int) Long.remainderUnsigned(pick.row().splitHash() >>> 8, FOLDS);
  }
}
