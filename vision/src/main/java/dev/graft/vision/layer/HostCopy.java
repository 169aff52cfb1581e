package dev.graft.vision.layer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** The numbers of an array that outlives the reading, wherever it lies. */
public final class HostCopy {
  private HostCopy() {}

  /**
   * In row-major order. DJL's own way leaves the copy that it makes of an array on a GPU, or in
   * another order, with that array's owner: one more in each reading of a weight, for as long as
   * the network lives.
   */
  public static float[] of(NDArray array) {
    if (!HiddenFunctions.isContiguous(array)) {
      try (NDArray moved = array.reshape(new Shape(array.size()))) {
        return of(moved);
      }
    }
    if (!array.getDevice().isGpu()) {
      return array.toFloatArray();
    }
    try (NDArray here = array.toDevice(Device.cpu(), true)) {
      return here.toFloatArray();
    }
  }
}
