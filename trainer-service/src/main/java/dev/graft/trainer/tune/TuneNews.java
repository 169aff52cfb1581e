package dev.graft.trainer.tune;

import dev.graft.v1.RunEvent;
import dev.graft.v1.TuneEnded;
import dev.graft.vision.backbone.Tail;

/** What a fine-tune tells whoever ordered it. The last news is one of the ends. */
public sealed interface TuneNews {

  /** For people. */
  record Progress(RunEvent event) implements TuneNews {}

  /** An end: a tail that is better than the head alone lies in the store. */
  record Learned(TuneRequest request, Tail tail, TuneEnded ended) implements TuneNews {}

  /** An end: there is nothing to hold against a version. */
  record Ended(TuneRequest request, TuneEnded ended) implements TuneNews {}

  /**
   * An end: something broke.
   *
   * @param again the world was broken, not the fine-tune: it goes on at its last checkpoint
   */
  record Failed(TuneRequest request, String why, boolean again) implements TuneNews {}
}
