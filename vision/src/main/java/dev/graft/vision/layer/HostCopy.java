package dev.graft.vision.layer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;

/** The numbers of an array that outlives the reading, wherever it lies. */
public final class HostCopy {
  private HostCopy() {}

  /**
   * In row-major order. DJL's own way leaves the copy that it makes of an array on a GPU with that
   * array's owner: one more in each reading of a weight, for as long as the network lives.
   */
  public static float[] of(NDArray array) {
    if (!array.getDevice().isGpu()) {
      return array.toFloatArray();
    }
    try (NDArray here = array.toDevice(Device.cpu(), true)) {
      return here.toFloatArray();
    }
  }
}
