package dev.graft.trainer.plan;

import java.time.Instant;

/** Whether to fit a task now. */
public sealed interface Decision {
  record Fit(String why) implements Decision {}

  /** There is reason to fit; ask again then. */
  record Wait(Instant until) implements Decision {}

  /** There was reason to fit, but it can't be done with what there is; the next change may help. */
  record NotYet(String why) implements Decision {}

  /** No reason to fit, or a fit is under way. */
  record Rest() implements Decision {}
}
