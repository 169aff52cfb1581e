package dev.graft.vision.tune;

import dev.graft.vision.tensors.NamedTensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a phase may go back to when it ends: the weights that it began with, and its best. */
final class PhaseWeights {
  private static final String START = "phase-start";
  private static final String BEST = "best";

  private final SplitNetwork split;
  private List<NamedTensor> start = List.of();
  private @Nullable List<NamedTensor> best;

  PhaseWeights(SplitNetwork split) {
    this.split = split;
  }

  /** A phase begins with the weights as they are. */
  void begin() {
    start = split.copy();
    best = null;
  }

  /** The weights as they are now are the phase's best so far. */
  void keepBest() {
    best = split.copy();
  }

  /**
   * Puts in place what the phase leaves.
   *
   * @param kept whether it helped; else nothing of it stays
   */
  void end(boolean kept) {
    if (!kept) {
      split.restore(start);
    } else if (best != null) {
      split.restore(best);
    }
    best = null;
  }

  void pack(Map<String, List<NamedTensor>> parts) {
    parts.put(START, start);
    if (best != null) {
      parts.put(BEST, best);
    }
  }

  void restore(Checkpoint checkpoint) throws IOException {
    start = List.copyOf(Checkpoints.part(checkpoint, START).values());
    var bestSoFar = Checkpoints.part(checkpoint, BEST);
    best = bestSoFar.isEmpty() ? null : List.copyOf(bestSoFar.values());
  }
}
