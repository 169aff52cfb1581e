package dev.graft.inference.serve;

import dev.graft.events.Times;
import dev.graft.v1.ReplicaState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Says what this replica really serves, when that is news and before its topic forgets it. */
final class Reporter {

  private final String replicaId;
  private final ReplicaReports reports;
  private final InstantSource clock;
  private final Consumer<String> unsaid;

  /**
   * Has said nothing yet.
   *
   * @param unsaid told the task whose report did not get through
   */
  Reporter(String replicaId, ReplicaReports reports, InstantSource clock, Consumer<String> unsaid) {
    this.replicaId = replicaId;
    this.reports = reports;
    this.clock = clock;
    this.unsaid = unsaid;
  }

  /** Says what this replica serves if that is news, or was said long ago. */
  void report(TaskServing task) {
    report(task, clock.instant());
  }

  /** Says again what was said long ago, since the topic forgets after a day. */
  void repeat(TaskServing task, Instant now) {
    boolean spoke = !task.reported().equals(ReplicaState.getDefaultInstance());
    if (spoke && !task.goal().deleted()) {
      report(task, now);
    }
  }

  private void report(TaskServing task, Instant now) {
    synchronized (task.reports) { // a turn and a pin may end together: the truth comes last
      var state = stateOf(task);
      if (task.reporting(state, now)) {
        say(task, state, now);
      }
    }
  }

  private ReplicaState stateOf(TaskServing task) {
    return ReplicaState.newBuilder()
        .setReplicaId(replicaId)
        .setTaskId(task.taskId)
        .setServingVersion(task.shelf.servingVersion())
        .addAllResidentVersions(task.shelf.versions())
        .addAllRefused(task.refused())
        .build();
  }

  private void say(TaskServing task, ReplicaState state, Instant now) {
    var time = Times.of(now);
    reports
        .say(state.toBuilder().setTime(time).build())
        .whenComplete(
            (done, failed) -> {
              if (failed != null && task.unreported(state)) {
                unsaid.accept(task.taskId);
              }
            });
  }
}
