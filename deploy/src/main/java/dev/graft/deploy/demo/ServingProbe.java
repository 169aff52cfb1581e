package dev.graft.deploy.demo;

import dev.graft.deploy.demo.props.Answers;
import dev.graft.deploy.reach.Doors;
import dev.graft.v1.EmbeddingInput;
import dev.graft.v1.PredictRequest;
import io.grpc.StatusRuntimeException;

/** Finds out which version answers now; none is an answer too. */
final class ServingProbe {
  private final Doors doors;
  private final PredictRequest question;
  private final Answers answers;

  ServingProbe(Doors doors, String taskId, EmbeddingInput embedding, Answers answers) {
    this.doors = doors;
    this.question = PredictRequest.newBuilder().setTaskId(taskId).setEmbedding(embedding).build();
    this.answers = answers;
  }

  /** 0: the task has no version yet. */
  long servingVersion() {
    try {
      long version = doors.predictions().predict(question).getVersion();
      answers.heard(version, System.nanoTime());
      return version;
    } catch (StatusRuntimeException e) {
      if (answers.count() == 0 && notYet(e)) {
        return 0;
      }
      answers.failed(String.valueOf(e.getMessage()));
      return 0;
    }
  }

  /** There is no version, or the first one is on its way into memory. */
  private static boolean notYet(StatusRuntimeException e) {
    return switch (e.getStatus().getCode()) {
      case FAILED_PRECONDITION, NOT_FOUND, UNAVAILABLE -> true;
      default -> false;
    };
  }
}
