package dev.graft.trainer.tune;

import java.io.IOException;

/** A picture that a fine-tune has planned with is no longer there; it was erased, most likely. */
final class PictureGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  PictureGoneException(String imageId) {
    super("the picture of image " + imageId + " was erased while it was learned from");
  }
}
