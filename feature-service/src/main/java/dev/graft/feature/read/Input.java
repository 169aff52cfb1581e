package dev.graft.feature.read;

import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.picture.Picture;

/** What one backbone makes of a picture before its forward pass. */
public sealed interface Input {
  /** Its numbers, as {@link Backbone#embed} takes them. */
  record Taken(float[] numbers) implements Input {}

  /** It makes nothing of it; others may. */
  record Refused(String fault, String reason) implements Input {}

  /** By this backbone. */
  static Input of(Backbone backbone, Picture picture) {
    return backbone
        .refuses(picture)
        .<Input>map(why -> new Refused(why.fault(), why.reason()))
        .orElseGet(() -> new Taken(backbone.prepare(picture)));
  }
}
