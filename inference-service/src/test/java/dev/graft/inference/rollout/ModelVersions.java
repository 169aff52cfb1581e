package dev.graft.inference.rollout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The versions of a task as {@link RolloutModel} has them; it forgets none by itself. */
final class ModelVersions {
  private final Map<Long, String> spaces = new TreeMap<>(); // of those that are known
  private final Map<Long, Long> datasets = new HashMap<>();
  private final Set<Long> refused = new HashSet<>();
  private final List<Long> previous = new ArrayList<>();
  private long newest;
  private long stable; // 0: none

  /** False: it was known before. */
  boolean published(long version, String space, long dataset) {
    datasets.put(version, dataset);
    return spaces.putIfAbsent(version, space) == null;
  }

  /** False: a later one was published before it. */
  boolean isNewest(long version) {
    newest = Math.max(newest, version);
    return newest == version;
  }

  /** False: it serves, or nobody knows it. */
  boolean withdrawn(long version) {
    datasets.remove(version);
    if (version == stable || spaces.remove(version) == null) {
      return false;
    }
    previous.remove(version);
    return true;
  }

  /**
   * False: it was before, or it is another bundle that is meant.
   *
   * @param digest of the bundle that could not be loaded
   */
  boolean refused(long version, String digest) {
    boolean meant = !spaces.containsKey(version) || digest.equals(Drawn.digest(version));
    return meant && refused.add(version);
  }

  /** It was stable, and is refused: the one before, or else any that was. */
  void fallBack() {
    var good = before().or(() -> previous.stream().filter(this::isGood).findFirst());
    good.ifPresentOrElse(this::serve, () -> stable = 0);
  }

  void serve(long version) {
    previous.remove(version);
    if (stable != 0 && stable != version) {
      previous.add(0, stable);
    }
    stable = version;
  }

  boolean isGood(long version) {
    return !refused.contains(version);
  }

  /** It can be named in a command. */
  boolean canServe(long version) {
    return spaces.containsKey(version) && isGood(version);
  }

  /** The most recently stable good one with a lower number. */
  Optional<Long> before() {
    return previous.stream().filter(this::isGood).filter(each -> each < stable).findFirst();
  }

  /** A new head on what the stable version looks at serves at once. */
  boolean followsDirectly(long version) {
    return stable == 0 || alike(version, stable);
  }

  boolean alike(long version, long other) {
    return Objects.equals(spaces.get(version), spaces.get(other));
  }

  /** The last change of the examples that is in one of their datasets. */
  long cut(long version, long other) {
    long most = datasets.isEmpty() ? Long.MAX_VALUE : Collections.max(datasets.values());
    return Math.max(datasets.getOrDefault(version, most), datasets.getOrDefault(other, most));
  }

  long stable() {
    return stable;
  }

  long newest() {
    return newest;
  }

  List<Long> previous() {
    return previous;
  }

  Set<Long> refused() {
    return refused;
  }
}
