package dev.graft.trainer.fit;

import dev.graft.v1.LogShadow;

/** What a log shadow tells whoever ordered it. */
public sealed interface ShadowNews {
  ShadowRequest request();

  /** It is over; what it says may be that nothing could be compared. */
  record Done(ShadowRequest request, LogShadow found) implements ShadowNews {}

  /** The world was broken: worth another try. */
  record Failed(ShadowRequest request, String why) implements ShadowNews {}
}
