package dev.graft.trainer.fit;

import dev.graft.events.Times;
import dev.graft.v1.RunEvent;
import java.time.Instant;

/** Begins what is said on graft.runs, of fits and of fine-tunes alike. */
public final class RunEvents {
  private RunEvents() {}

  /**
   * Of which run it is; what happened is the caller's to add.
   *
   * @param runId empty: a decision that no run has followed yet
   * @param sequence of the task's examples
   */
  public static RunEvent.Builder begun(String taskId, String runId, long sequence, Instant now) {
    return RunEvent.newBuilder()
        .setTaskId(taskId)
        .setRunId(runId)
        .setSequence(sequence)
        .setTime(Times.of(now));
  }
}
