package dev.graft.vision.backbone;

import org.jspecify.annotations.Nullable;

/** Weights that do not make the backbone they were named for; the message names the tensor. */
public final class BadWeightsException extends Exception {
  private static final long serialVersionUID = 1;

  public BadWeightsException(String message) {
    super(message);
  }

  public BadWeightsException(@Nullable String message, Throwable cause) {
    super(message, cause);
  }
}
