package dev.graft.vision.tune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.List;

/** Where the tail's inputs come from: computed anew each time, or kept on disk. */
public interface CutInputs {
  /**
   * The trunk's activations at the cut; pictures themselves if the cut is before the first stage.
   *
   * @param scratch owner of the result
   * @return {@code [n, ...]} float32, without gradients
   * @throws IOException if a picture can't be had
   */
  NDArray read(List<View> views, NDManager scratch) throws IOException;
}
