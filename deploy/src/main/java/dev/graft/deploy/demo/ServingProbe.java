package dev.graft.deploy.demo;

import dev.graft.deploy.reach.Doors;
import dev.graft.v1.EmbeddingInput;
import dev.graft.v1.PredictRequest;
import io.grpc.Status;
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

  private static boolean notYet(StatusRuntimeException e) {
    var code = e.getStatus().getCode();
    return code == Status.Code.FAILED_PRECONDITION || code == Status.Code.NOT_FOUND;
  }
}
