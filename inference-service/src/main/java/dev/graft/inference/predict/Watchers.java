package dev.graft.inference.predict;

import dev.graft.inference.rollout.Standings;
import dev.graft.v1.WatchRolloutsResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who watches rollouts now; told of every change by whoever follows the registers. */
public final class Watchers {

  private final Set<Watcher> open = ConcurrentHashMap.newKeySet();
  private volatile boolean leaving;

  /** A change of graft.rollouts that the register's view shows already. */
  public void changed(String taskId) {
    open.forEach(watcher -> watcher.changed(taskId));
  }

  /** A task is no longer there, and graft.tasks' view shows it. */
  public void deleted(String taskId) {
    open.forEach(watcher -> watcher.deleted(taskId));
  }

  /**
   * Lets one in; only then the present state is read, so that no change is missed.
   *
   * @param taskId empty: all tasks
   */
  void begin(Known known, String taskId, ServerCallStreamObserver<WatchRolloutsResponse> call) {
    var watcher = new Watcher(call, taskId, task -> present(known, task), open::remove);
    watcher.begin();
    open.add(watcher);
    if (leaving) {
      watcher.leave();
    } else if (taskId.isEmpty()) {
      known.rollouts().keySet().forEach(watcher::changed);
    } else {
      beginWithOne(known, taskId, watcher);
    }
  }

  private static void beginWithOne(Known known, String taskId, Watcher watcher) {
    try {
      known.task(taskId);
      watcher.changed(taskId);
    } catch (StatusRuntimeException noSuchTask) {
      watcher.end(noSuchTask);
    }
  }

  private static Optional<WatchRolloutsResponse> present(Known known, String taskId) {
    var task = known.tasks().get(taskId);
    if (task == null || task.getDeleted()) {
      return Optional.empty();
    }
    var state = known.rollout(taskId);
    var response = WatchRolloutsResponse.newBuilder().setState(state);
    Standings.of(task, state).ifPresent(response::setStanding);
    return Optional.of(response.build());
  }

  /** The process is about to end. */
  void leave() {
    leaving = true;
    open.forEach(Watcher::leave);
  }

  /** How many there are. */
  int open() {
    return open.size();
  }
}
