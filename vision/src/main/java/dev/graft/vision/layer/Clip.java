package dev.graft.vision.layer;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Clips between two numbers that are arrays already, for inference alone. DJL takes numbers, and
 * makes an array in a Java buffer of each in every call: of a small map that costs five times what
 * the clipping does, and the arrays stay until the pass ends.
 */
final class Clip {
  private static final NDManager OWNER = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());

  private final NDArray least;
  private final NDArray most;

  Clip(float least, float most) {
    this.least = number(least);
    this.most = number(most);
  }

  /** One number, kept as long as the process runs; good for arrays of any device. */
  static NDArray number(float value) {
    return OWNER.create(value);
  }

  /** A new array; it belongs to the owner of {@code x}. */
  NDArray of(NDArray x) {
    return HiddenFunctions.clamp(x, least, most);
  }
}
