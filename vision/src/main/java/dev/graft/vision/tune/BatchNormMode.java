package dev.graft.vision.tune;

import dev.graft.vision.layer.Pass;

/** What of BatchNorm learns in the stages that are trained; in all others nothing does. */
public enum BatchNormMode {
  /** Scale and shift learn; running statistics are used and stay as they are, to the bit. */
  STATISTICS_FROZEN,
  /** Nothing of it learns. */
  ALL_FROZEN,
  /** Scale and shift learn; each batch is normalised by itself and moves the statistics. */
  TRAINED;

  Pass pass() {
    return this == TRAINED ? Pass.TRAIN : Pass.TUNE;
  }
}
