package dev.graft.inference.judge;

import dev.graft.inference.evidence.Pairs;

/**
 * All that is known of a candidate beside the version it is compared with. Counts are totals, not
 * additions, so that telling them twice does no harm and a correction restates them.
 *
 * @param logShadowDone it was scored on stored images, as far as there are any, before any
 *     exposure, or somebody has set that aside
 * @param validated pairs on validation images; the gate has seen these, so they count against the
 *     candidate but not for it
 * @param live pairs on images whose label came after both datasets were cut
 * @param guards what needs no labels
 */
public record Evidence(boolean logShadowDone, Pairs validated, Pairs live, Guards guards) {

  public static final Evidence NONE = new Evidence(false, Pairs.NONE, Pairs.NONE, Guards.NONE);

  /** What stored images say is set aside, and no other evidence is there yet. */
  static final Evidence NOTHING_STORED = new Evidence(true, Pairs.NONE, Pairs.NONE, Guards.NONE);

  Pairs all() {
    return validated.plus(live);
  }
}
