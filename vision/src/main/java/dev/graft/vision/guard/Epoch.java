package dev.graft.vision.guard;

import java.util.List;

/**
 * What an epoch of a fine-tune came to. The first of a history is the start: the head alone, on the
 * network as it was.
 *
 * @param trainingLoss mean loss on what was trained with
 * @param validationLoss mean loss on examples that are only looked at, in the same measure: where
 *     training smooths its targets, theirs are smoothed too
 * @param validationError standard error of it
 * @param classes accuracy on the validation examples of each class
 * @param stages what became of each stage that is trained; empty where nobody looked
 */
public record Epoch(
    double trainingLoss,
    double validationLoss,
    double validationError,
    List<ClassAccuracy> classes,
    List<StageHealth> stages) {
  public Epoch {
    classes = List.copyOf(classes);
    stages = List.copyOf(stages);
  }

  /**
   * @param right how many of them were answered rightly
   */
  public record ClassAccuracy(String name, int examples, int right) {
    public double accuracy() {
      return examples == 0 ? 0 : (double) right / examples;
    }
  }

  /**
   * A stage on some validation pictures.
   *
   * @param dead share of its channels that answer the same number to everything, 0 to 1
   * @param saturated share of its channels that are nearly always at the upper end of their
   *     activation (6 for ReLU6), 0 to 1; 0 for activations without one
   * @param distance of its weights from where they began, relative to how long they were: |w - w0|
   *     / |w0|
   */
  public record StageHealth(String stage, double dead, double saturated, double distance) {}

  public int examples() {
    return classes.stream().mapToInt(ClassAccuracy::examples).sum();
  }

  public double accuracy() {
    int right = classes.stream().mapToInt(ClassAccuracy::right).sum();
    return examples() == 0 ? 0 : (double) right / examples();
  }

  boolean finite() {
    return Double.isFinite(trainingLoss) && Double.isFinite(validationLoss);
  }
}
