package dev.graft.inference.serve;

import dev.graft.v1.VersionRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The resident versions of one task, the least recently used first, and which of them serves. */
final class Shelf {

  private final int capacity;
  private final Map<Long, Resident> residents = new LinkedHashMap<>(16, 0.75f, true);
  private volatile @Nullable Resident serving;

  Shelf(int capacity) {
    this.capacity = capacity;
  }

  /** What serves, held for the caller. */
  Optional<Resident> serving() {
    while (true) {
      var now = serving;
      if (now == null) {
        return Optional.empty();
      }
      if (now.hold()) {
        return Optional.of(now);
      }
    } // it was swapped out and let go between the two lines: the next one is there already
  }

  long servingVersion() {
    var now = serving;
    return now == null ? 0 : now.version();
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
    var there = residents.get(ref.getVersion());
    return there != null && there.ref().equals(ref);
  }

  synchronized List<Long> versions() {
    return residents.keySet().stream().sorted().toList();
  }

  /**
   * Takes over the newcomer; the least recently used ones beyond the capacity go, never the serving
   * one.
   */
  void add(Resident newcomer) {
    var leaving = new ArrayList<Resident>();
    synchronized (this) {
      var same = residents.put(newcomer.version(), newcomer);
      if (same != null) {
        leaving.add(same); // another bundle under the same number: the topic was made anew
        serving = serving == same ? newcomer : serving;
      }
      for (var eldest = residents.values().iterator();
          residents.size() > capacity && eldest.hasNext(); ) {
        var candidate = eldest.next();
        if (candidate != serving && candidate != newcomer) {
          eldest.remove();
          leaving.add(candidate);
        }
      }
    }
    leaving.forEach(Resident::close);
  }

  /** Serves a resident version from now on; false if it is not here. */
  synchronized boolean flip(VersionRef ref) {
    var next = residents.get(ref.getVersion());
    if (next == null || !next.ref().equals(ref)) {
      return false;
    }
    serving = next;
    return true;
  }

  /** Serves nothing, holds nothing. */
  void clear() {
    List<Resident> leaving;
    synchronized (this) {
      serving = null;
      leaving = List.copyOf(residents.values());
      residents.clear();
    }
    leaving.forEach(Resident::close);
  }

  /** Serves nothing; what is resident stays. */
  synchronized void rest() {
    serving = null;
  }
}
