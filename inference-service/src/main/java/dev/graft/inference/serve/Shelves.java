package dev.graft.inference.serve;

import dev.graft.v1.VersionRef;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The resident versions of every task. Whoever is given one closes it when the answer is made. */
public final class Shelves {

  private final int capacity;
  private final Map<String, TaskServing> tasks = new ConcurrentHashMap<>();

  /**
   * Empty shelves.
   *
   * @param capacity most resident versions per task, at least 2: what serves and what comes in.
   *     Those on trial stay even beyond it
   */
  public Shelves(int capacity) {
    if (capacity < 2) {
      throw new IllegalArgumentException(
          "room for at least 2 versions per task is needed, not " + capacity);
    }
    this.capacity = capacity;
  }

  /** What the task serves now. */
  public Optional<Resident> serving(String taskId) {
    return known(taskId).flatMap(task -> task.shelf.serving());
  }

  /**
   * Who answers a request that names no version; empty: nothing serves.
   *
   * @param pictures the request brings pictures, which every network can take
   * @param cohortKey what decides who is served by a candidate; asked for only if one serves some
   */
  public Optional<Answerers> answerers(
      String taskId, boolean pictures, Supplier<String> cohortKey) {
    return known(taskId).flatMap(task -> task.shelf.answerers(taskId, pictures, cohortKey));
  }

  /** A version, if it is in memory. */
  public Optional<Resident> resident(String taskId, long version) {
    return known(taskId).flatMap(task -> task.shelf.resident(version));
  }

  /**
   * A version in memory whose backbone makes this space.
   *
   * @param taskId whose; empty: any task's
   */
  public Optional<Resident> inSpace(String taskId, String space) {
    for (var task : taskId.isEmpty() ? tasks.values() : known(taskId).stream().toList()) {
      var held = task.shelf.inSpace(space);
      if (held.isPresent()) {
        return held;
      }
    }
    return Optional.empty();
  }

  /** Numbers of the versions in memory, ascending. */
  public List<Long> versions(String taskId) {
    return known(taskId).map(task -> task.shelf.versions()).orElse(List.of());
  }

  /** 0: none. */
  public long servingVersion(String taskId) {
    return known(taskId).map(task -> task.shelf.servingVersion()).orElse(0L);
  }

  /** What keeps the task's stable version from serving here; empty if nothing does. */
  public String trouble(String taskId) {
    return known(taskId)
        .map(task -> task.whyRefused(task.goal().stable()).orElse(task.trouble()))
        .orElse("");
  }

  /** Why a version can't be had here, as far as is known. */
  public Optional<String> whyRefused(String taskId, VersionRef ref) {
    return known(taskId).flatMap(task -> task.whyRefused(ref));
  }

  TaskServing of(String taskId) {
    return tasks.computeIfAbsent(taskId, id -> new TaskServing(id, capacity));
  }

  Optional<TaskServing> known(String taskId) {
    return Optional.ofNullable(tasks.get(taskId));
  }

  Collection<TaskServing> all() {
    return tasks.values();
  }
}
