package dev.graft.inference.predict;

import dev.graft.inference.serve.Resident;
import dev.graft.v1.PredictRequest;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is asked of one version.
 *
 * @param version 0: whatever the rollout serves
 * @param cohortKey the caller's; empty: none
 * @param pictures the inputs are pictures, which every network can take
 * @param imageId of the first input; asked for only when it decides which version answers
 * @param inputs what is asked of the version that was chosen; may refuse
 */
public record Question(
    String taskId,
    long version,
    String cohortKey,
    boolean pictures,
    Supplier<String> imageId,
    Function<Resident, List<Input>> inputs) {

  private static final int LONGEST_KEY = 200;

  public Question {
    if (cohortKey.length() > LONGEST_KEY) {
      throw Refusal.invalid(
          "cohort_key has " + cohortKey.length() + " characters; at most 200 are taken");
    }
  }

  static Question of(PredictRequest request, Input input) {
    return new Question(
        request.getTaskId(),
        request.getVersion(),
        request.getCohortKey(),
        input instanceof Input.Encoded,
        input::imageId,
        version -> List.of(input));
  }
}
