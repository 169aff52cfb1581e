package dev.graft.trainer.stream;

import dev.graft.topics.Topics;
import dev.graft.trainer.fit.RunEvents;
import dev.graft.v1.RunEvent;
import java.time.Instant;

/** Says on graft.runs what is decided and done with a task. */
final class RunTeller {
  private final Outbox outbox;

  RunTeller(Outbox outbox) {
    this.outbox = outbox;
  }

  static RunEvent.Builder run(TaskDesk desk, String runId, long sequence, Instant now) {
    return RunEvents.begun(desk.taskId(), runId, sequence, now);
  }

  void say(TaskDesk desk, RunEvent.Builder event) {
    RunEvent said = event.build();
    desk.ran(said);
    outbox.send(Topics.RUNS, desk.taskId(), said);
  }
}
