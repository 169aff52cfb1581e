package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.deploy.reach.Doors;
import dev.graft.v1.RolloutState;
import dev.graft.v1.WatchRolloutsResponse;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Shows rollouts as they change, and goes on when the service comes back. */
final class RolloutWatch {
  private static final long SECONDS_BETWEEN_TRIES = 1;

  private final Doors doors;
  private final String taskId;
  private final boolean json;
  private final Map<String, RolloutState> shown = new HashMap<>();
  private boolean away;

  /**
   * Nothing is shown yet.
   *
   * @param taskId empty: all tasks
   */
  RolloutWatch(Doors doors, String taskId, boolean json) {
    this.doors = doors;
    this.taskId = taskId;
    this.json = json;
  }

  /** Ends only with a refusal. */
  void follow() {
    while (true) {
      try {
        doors.watchRollouts(taskId).forEachRemaining(this::show);
      } catch (StatusRuntimeException failure) {
        if (failure.getStatus().getCode() != Code.UNAVAILABLE) {
          throw failure;
        }
        sayOnce(failure);
      }
      pause();
    }
  }

  /** A new stream begins with what is known already. */
  private void show(WatchRolloutsResponse news) {
    away = false;
    var state = news.getState();
    if (state.equals(shown.put(state.getTaskId(), state))) {
      return;
    }
    if (json) {
      Print.messageLine(news);
    } else {
      System.out.println(RolloutText.of(news, Instant.now()));
    }
  }

  private void sayOnce(StatusRuntimeException failure) {
    if (!away) {
      System.err.println("graft: " + Complaints.sentence(failure) + "; trying again");
      away = true;
    }
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(SECONDS_BETWEEN_TRIES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }
}
