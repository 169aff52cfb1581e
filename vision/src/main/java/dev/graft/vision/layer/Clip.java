package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;

/** Clips between two numbers, for inference alone: they are arrays that are made once. */
final class Clip {
  private final KeptNumber least;
  private final KeptNumber most;

  Clip(float least, float most) {
    this.least = new KeptNumber(least);
    this.most = new KeptNumber(most);
  }

  /** A new array; it belongs to the owner of {@code x}. */
  NDArray of(NDArray x) {
    return HiddenFunctions.clamp(x, least.with(x), most.with(x));
  }
}
