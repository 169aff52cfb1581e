package dev.graft.ingest.intake;

import dev.graft.v1.ImageFact;
import dev.graft.v1.ImageStored;

/**
 * A picture that is kept, and must be announced.
 *
 * @param alreadyKnown these bytes were bound to this id before; the facts are those of then
 */
public record TakenImage(ImageStored stored, boolean alreadyKnown) {
  public ImageFact fact() {
    return ImageFact.newBuilder().setStored(stored).build();
  }
}
