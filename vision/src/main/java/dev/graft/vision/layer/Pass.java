package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;

/** How a network is being used; said in every call, never a state of the network. */
public enum Pass {
  /** Answers only: running statistics, no gradients, and whatever is done with is freed at once. */
  INFER,
  /** Fine-tuning: gradients flow, BatchNorm keeps and uses its running statistics. */
  TUNE,
  /** Training from scratch: gradients flow, BatchNorm uses the batch and updates its statistics. */
  TRAIN;

  /** Frees what no later step of an inference needs; a gradient step still needs everything. */
  public void done(NDArray intermediate) {
    if (this == INFER) {
      intermediate.close();
    }
  }
}
