package dev.graft.inference.serve;

import dev.graft.v1.VersionRef;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads versions onto a task's shelf; refuses those that are wrong, tries again what may pass. */
final class ShelfLoader {

  private static final Logger log = LoggerFactory.getLogger(ShelfLoader.class);

  private final VersionLoader loader;
  private final Pace pace;
  private final Turns turns;
  private final SwapMeters meters;
  private final InstantSource clock;

  /**
   * Has loaded nothing yet.
   *
   * @param turns where a task asks for another try
   */
  ShelfLoader(
      VersionLoader loader, Pace pace, Turns turns, SwapMeters meters, InstantSource clock) {
    this.loader = loader;
    this.pace = pace;
    this.turns = turns;
    this.meters = meters;
    this.clock = clock;
  }

  /** Brings a version in unless it is there or was refused. */
  void bringIn(TaskServing task, VersionRef ref, boolean needed) {
    if (task.shelf.has(ref) || task.whyRefused(ref).isPresent()) {
      return;
    }
    var loaded = load(task, ref);
    if (loaded instanceof Loaded.Later later && needed) {
      tryAgain(task, ref, later.why());
    } else if (loaded instanceof Loaded.Missing missing && needed) {
      tryAgain(task, ref, missing.why());
    } else if (needed) {
      task.fine();
    }
  }

  /** Loads onto the shelf, or refuses. */
  Loaded load(TaskServing task, VersionRef ref) {
    var began = clock.instant();
    var loaded = loader.load(task.taskId, ref);
    if (loaded instanceof Loaded.Ready ready) {
      task.shelf.add(ready.resident());
      meters.loaded.record(Duration.between(began, clock.instant()));
    } else if (loaded instanceof Loaded.Bad bad) {
      refuse(task, ref, bad.why());
    } else if (loaded instanceof Loaded.Missing missing
        && !task.missingSince(ref, began).plus(pace.missing()).isAfter(began)) {
      refuse(task, ref, missing.why());
      return new Loaded.Bad(missing.why());
    } else {
      meters.triedAgain.increment();
    }
    return loaded;
  }

  private void refuse(TaskServing task, VersionRef ref, String why) {
    task.refuse(ref, why);
    meters.refused.increment();
    log.warn(
        "task {}: version {} ({}) is refused: {}",
        task.taskId,
        ref.getVersion(),
        ref.getBundleDigest(),
        why);
  }

  private void tryAgain(TaskServing task, VersionRef ref, String why) {
    var failures =
        task.troubled("version " + ref.getVersion() + " could not be loaded yet: " + why);
    if (failures == 1) {
      log.warn(
          "task {}: version {} could not be loaded, trying again: {}",
          task.taskId,
          ref.getVersion(),
          why);
    }
    turns.askLater(task.taskId, pace.after(failures));
  }
}
