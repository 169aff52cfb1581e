package dev.graft.inference.serve;

import dev.graft.v1.VersionRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The resident versions of one task, the least recently used first, and which of them serve or are
 * on trial. What is in the lineup is held by the shelf, so that requests can always hold it too.
 */
final class Shelf {

  private final int capacity;
  private final Map<Long, Resident> residents = new LinkedHashMap<>(16, 0.75f, true);
  private volatile Lineup lineup = Lineup.NOTHING;

  Shelf(int capacity) {
    this.capacity = capacity;
  }

  /** What serves, held for the caller. */
  Optional<Resident> serving() {
    while (true) {
      var now = lineup.serving();
      if (now == null) {
        return Optional.empty();
      }
      if (now.hold()) {
        return Optional.of(now);
      }
    } // it was swapped out and let go between the two lines: the next one is there already
  }

  /** Who answers a request; the one that serves it is held for the caller. */
  Optional<Answerers> answerers(String taskId, boolean pictures, Supplier<String> cohortKey) {
    while (true) {
      var chosen = lineup.choose(taskId, pictures, cohortKey);
      if (chosen == null) {
        return Optional.empty();
      }
      if (chosen.serving().hold()) {
        return Optional.of(chosen);
      }
    }
  }

  long servingVersion() {
    var now = lineup.serving();
    return now == null ? 0 : now.version();
  }

  Lineup lineup() {
    return lineup;
  }

  /** A resident version, held for the caller. */
  synchronized Optional<Resident> resident(long version) {
    return Optional.ofNullable(residents.get(version)).filter(Resident::hold);
  }

  /** A resident version of a space, held for the caller. */
  synchronized Optional<Resident> inSpace(String space) {
    return residents.values().stream()
        .filter(resident -> resident.space().equals(space))
        .filter(Resident::hold)
        .findFirst();
  }

  synchronized boolean has(VersionRef ref) {
    return find(ref) != null;
  }

  private @Nullable Resident find(VersionRef ref) {
    var there = residents.get(ref.getVersion());
    return there != null && there.ref().equals(ref) ? there : null;
  }

  synchronized List<Long> versions() {
    return residents.keySet().stream().sorted().toList();
  }

  /**
   * Takes over the newcomer, which serves nothing yet; the least recently used ones beyond the
   * capacity go, never one that serves or is on trial.
   */
  void add(Resident newcomer) {
    List<Resident> leaving;
    synchronized (this) {
      var same = residents.put(newcomer.version(), newcomer);
      leaving = beyondCapacity(newcomer);
      if (same != null) { // another bundle under the same number: the topic was made anew
        lineUp(lineup.serving() == same ? newcomer : lineup.serving(), lineup.trial());
        leaving.add(same);
      }
    }
    leaving.forEach(Resident::close);
  }

  private List<Resident> beyondCapacity(@Nullable Resident newcomer) {
    var leaving = new ArrayList<Resident>();
    for (var eldest = residents.values().iterator();
        residents.size() > capacity && eldest.hasNext(); ) {
      var one = eldest.next();
      if (one != newcomer && !isNeeded(one)) {
        eldest.remove();
        leaving.add(one);
      }
    }
    return leaving;
  }

  private boolean isNeeded(Resident one) {
    var trial = lineup.trial();
    return one == lineup.serving() || trial != null && trial.names(one.ref());
  }

  /**
   * Serves and tries what is wanted, as far as it is here, from now on. What serves goes on until
   * the next one is here.
   *
   * @param stable version 0: nothing serves, and nothing is tried
   */
  void follow(VersionRef stable, @Nullable OnTrial trial) {
    List<Resident> leaving;
    synchronized (this) {
      if (stable.getVersion() == 0) {
        lineup = Lineup.NOTHING;
      } else {
        var next = find(stable);
        lineUp(next == null ? lineup.serving() : next, trial);
      }
      leaving = beyondCapacity(null);
    }
    leaving.forEach(Resident::close);
  }

  private void lineUp(@Nullable Resident serving, @Nullable OnTrial trial) {
    lineup =
        trial == null
            ? new Lineup(serving, null, null, null)
            : new Lineup(serving, trial, find(trial.candidate()), find(trial.baseline()));
  }

  /** Serves nothing, holds nothing. */
  void clear() {
    List<Resident> leaving;
    synchronized (this) {
      lineup = Lineup.NOTHING;
      leaving = List.copyOf(residents.values());
      residents.clear();
    }
    leaving.forEach(Resident::close);
  }
}
