package dev.graft.inference.predict;

import dev.graft.v1.WatchRolloutsResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One WatchRollouts. It remembers which tasks have news, not the news: when the reader has room it
 * is given what holds then. So a slow one misses what lay between and costs one entry a task.
 */
final class Watcher {

  private final ServerCallStreamObserver<WatchRolloutsResponse> call;
  private final String taskId;
  private final Function<String, Optional<WatchRolloutsResponse>> present;
  private final Consumer<Watcher> ended;

  // All guarded by this.
  private final Set<String> news = new LinkedHashSet<>();
  private final Map<String, Long> told = new HashMap<>();
  private boolean over;

  /**
   * Watches nothing yet.
   *
   * @param taskId empty: all
   * @param present what holds of a task now; empty: nothing to tell
   * @param ended told once, when it is over
   */
  Watcher(
      ServerCallStreamObserver<WatchRolloutsResponse> call,
      String taskId,
      Function<String, Optional<WatchRolloutsResponse>> present,
      Consumer<Watcher> ended) {
    this.call = call;
    this.taskId = taskId;
    this.present = present;
    this.ended = ended;
  }

  void begin() {
    call.setOnReadyHandler(this::write);
    call.setOnCancelHandler(() -> end(null));
  }

  /** Never blocks and never throws: a register's thread comes by here. */
  void changed(String changedTask) {
    if (!taskId.isEmpty() && !taskId.equals(changedTask)) {
      return;
    }
    synchronized (this) {
      news.add(changedTask);
    }
    write();
  }

  /** Whoever watches this task alone is told; for others it is just no longer there. */
  void deleted(String deletedTask) {
    synchronized (this) {
      news.remove(deletedTask);
      told.remove(deletedTask);
    }
    if (taskId.equals(deletedTask)) {
      end(Refusal.notFound("task " + deletedTask + " was deleted"));
    }
  }

  void leave() {
    end(Refusal.unavailable("this replica is shutting down; watch another"));
  }

  private synchronized void write() {
    Iterator<String> next = news.iterator();
    while (!over && next.hasNext() && call.isReady()) {
      var task = next.next();
      next.remove();
      present.apply(task).filter(now -> isNews(task, now)).ifPresent(call::onNext);
    }
  }

  private boolean isNews(String task, WatchRolloutsResponse now) {
    Long before = told.put(task, now.getState().getRevision());
    return before == null || before != now.getState().getRevision();
  }

  /** Null: nobody listens any more. */
  void end(@Nullable StatusRuntimeException why) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      news.clear();
      if (why != null) {
        call.onError(why);
      }
    }
    ended.accept(this);
  }
}
