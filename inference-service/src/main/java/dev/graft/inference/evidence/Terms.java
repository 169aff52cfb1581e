package dev.graft.inference.evidence;

import java.time.Duration;
import java.time.Instant;

/**
 * What counts in a trial.
 *
 * @param began predictions before it belong to another
 * @param cut images labelled up to this change of the task's examples are in a dataset of the two
 *     versions, or were scored before the trial
 */
public record Terms(Instant began, long cut) {

  /** How late a label may come: as long as predictions are kept. */
  public static final Duration PATIENCE = Duration.ofDays(14);
}
