package dev.graft.inference.rollout;

import dev.graft.inference.v1.ImageSighting;
import dev.graft.inference.v1.TrialId;
import dev.graft.inference.v1.TrialTally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Goes through the images' entries, some at a time, and drops what is not needed any more. */
final class Sweep {

  private static final int AT_A_TIME = 5_000;
  private static final Duration PAUSE = Duration.ofHours(1);

  private final KeyValueStore<String, TrialTally> tallies;
  private final KeyValueStore<String, ImageSighting> sightings;
  private @Nullable String from; // null: the beginning
  private Instant next = Instant.MIN;

  Sweep(KeyValueStore<String, TrialTally> tallies, KeyValueStore<String, ImageSighting> sightings) {
    this.tallies = tallies;
    this.sightings = sightings;
  }

  /** A trial is over: there is something to drop. */
  void soon() {
    next = Instant.MIN;
  }

  void goOn(Instant now) {
    if (now.isBefore(next)) {
      return;
    }
    var some = some();
    var trials = new HashMap<String, Optional<TrialId>>();
    for (var entry : some) {
      drop(entry, trials, now);
    }
    if (some.size() < AT_A_TIME) {
      from = null;
      next = now.plus(PAUSE);
    } else {
      from = some.get(some.size() - 1).key + '\0';
    }
  }

  private List<KeyValue<String, ImageSighting>> some() {
    var some = new ArrayList<KeyValue<String, ImageSighting>>();
    try (var all = sightings.range(from, null)) {
      while (all.hasNext() && some.size() < AT_A_TIME) {
        some.add(all.next());
      }
    }
    return some;
  }

  private void drop(
      KeyValue<String, ImageSighting> entry, Map<String, Optional<TrialId>> trials, Instant now) {
    var task = entry.key.substring(0, entry.key.indexOf('/'));
    var trial = trials.computeIfAbsent(task, this::trial).orElse(null);
    var kept =
        SightingStates.write(
            Keeping.kept(SightingStates.read(entry.value, trial), trial, now), trial);
    if (kept.equals(ImageSighting.getDefaultInstance())) {
      sightings.delete(entry.key);
    } else if (!kept.equals(entry.value)) {
      sightings.put(entry.key, kept);
    }
  }

  private Optional<TrialId> trial(String taskId) {
    return Optional.ofNullable(tallies.get(taskId)).map(TrialTally::getTrial);
  }
}
