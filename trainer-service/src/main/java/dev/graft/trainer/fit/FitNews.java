package dev.graft.trainer.fit;

import dev.graft.v1.ModelPublished;
import dev.graft.v1.RunEvent;
import java.time.Instant;

/** What a fit tells whoever ordered it. The last news of a fit is one of the ends. */
public sealed interface FitNews {

  /** For people. */
  record Progress(RunEvent event) implements FitNews {}

  /**
   * An end: the bundle lies in the store, whole, and waits for a number.
   *
   * @param until announced later than this, it might name what is being collected
   */
  record Released(FitRequest request, ModelPublished draft, Instant until) implements FitNews {}

  /** An end: the gate refused. */
  record Refused(FitRequest request, String why) implements FitNews {}

  /**
   * An end: something broke.
   *
   * @param again the world was broken, not the fit: worth another try with the same examples
   */
  record Failed(FitRequest request, String why, boolean again) implements FitNews {}

  /** A result that came after its task had moved away from whoever ordered it. */
  record Orphaned(FitRequest request) implements FitNews {}
}
