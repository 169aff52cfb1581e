package dev.graft.vision.tensors;

import java.io.IOException;

/** A safetensors file that breaks its own rules; the message names the tensor. */
public final class BadTensorsException extends IOException {
  private static final long serialVersionUID = 1;

  public BadTensorsException(String message) {
    super(message);
  }
}
