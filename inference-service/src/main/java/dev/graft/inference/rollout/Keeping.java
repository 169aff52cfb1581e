package dev.graft.inference.rollout;

import dev.graft.events.Times;
import dev.graft.inference.evidence.Sighting;
import dev.graft.inference.evidence.Terms;
import dev.graft.inference.v1.TrialId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long an image's entry is kept. What is dropped could never again make a pair, so dropping it
 * changes no count, whenever it is done:
 *
 * <ul>
 *   <li>answers of a trial that is over, and answers that nobody has labelled in time; they leave
 *       graft.predictions then too, and an image that is answered again begins anew;
 *   <li>labels from before the trial began, or, while there is none, before now: whoever answers
 *       later answers too late;
 *   <li>labels as old as the oldest predictions are.
 * </ul>
 *
 * A label that was withdrawn is remembered: given again, it must not look like a first one.
 */
final class Keeping {

  /** By how much the clocks of the services may differ. */
  private static final Duration CLOCKS = Duration.ofHours(1);

  private Keeping() {}

  /** Whether a label of this time could still follow an answer. */
  static boolean matters(Instant labelled, @Nullable TrialId trial, Instant now) {
    var from = trial == null ? now.minus(CLOCKS) : Times.instant(trial.getBegan());
    return !labelled.isBefore(from) && !labelled.isBefore(oldest(now));
  }

  /** What must be kept of an entry. */
  static Sighting kept(Sighting sighting, @Nullable TrialId trial, Instant now) {
    var first = sighting.first();
    var label = sighting.label();
    if (first != null && label == null && first.time().isBefore(oldest(now))) {
      first = null;
    }
    var needed =
        label != null && (first != null || label.withdrawn() || matters(label.time(), trial, now));
    return new Sighting(first, needed ? label : null);
  }

  private static Instant oldest(Instant now) {
    return now.minus(Terms.PATIENCE).minus(CLOCKS);
  }
}
