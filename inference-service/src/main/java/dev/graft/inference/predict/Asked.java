package dev.graft.inference.predict;

import dev.graft.inference.batch.Patience;
import dev.graft.v1.TaskSpec;
import java.time.Instant;

/**
 * A question, and who waits for the answer.
 *
 * @param predictionId of the first input's answer
 */
record Asked(
    TaskSpec task,
    Question question,
    String predictionId,
    Instant arrived,
    Patience patience,
    Entrance entrance) {

  /** Whoever has the same is answered by the same version. */
  String cohortKey() {
    if (!question.cohortKey().isEmpty()) {
      return question.cohortKey();
    }
    var image = question.imageId().get();
    return image.isEmpty() ? predictionId : image;
  }
}
