package dev.graft.vision.layer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.jspecify.annotations.Nullable;

/**
 * One number as an array that is made once and kept as long as the process runs; nobody owns it.
 * DJL makes an array in a Java buffer of every number that it is given, in every call, which costs
 * several times what is then done with it on a small map.
 */
final class KeptNumber {
  private final float value;
  private volatile @Nullable NDArray array;

  KeptNumber(float value) {
    this.value = value;
  }

  /** For operators on {@code x}, of any device: PyTorch takes single numbers from the processor. */
  NDArray with(NDArray x) {
    NDArray kept = array;
    return kept == null ? made(x) : kept;
  }

  private synchronized NDArray made(NDArray x) {
    NDArray kept = array;
    if (kept == null) {
      try (NDManager processor = x.getManager().newSubManager(Device.cpu())) {
        kept = processor.create(value);
        kept.detach();
      }
      array = kept;
    }
    return kept;
  }
}
