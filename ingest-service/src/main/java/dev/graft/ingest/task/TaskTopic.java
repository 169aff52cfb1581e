package dev.graft.ingest.task;

import dev.graft.v1.TaskSpec;
import java.util.Collection;
import java.util.Optional;

/** Where tasks are announced, and seen once they are. */
public interface TaskTopic {
  Optional<TaskSpec> get(String taskId);

  Collection<TaskSpec> all();

  /**
   * Returns when {@link #get} shows this revision or a later one.
   *
   * @throws dev.graft.ingest.outcome.UnavailableException if that takes too long
   */
  void announce(TaskSpec task);
}
