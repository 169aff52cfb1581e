package dev.graft.vision.tune;

import dev.graft.vision.head.LinearHead;
import dev.graft.vision.tensors.NamedTensor;
import java.util.List;
import java.util.Optional;

/**
 * What a fine-tune ends with.
 *
 * @param tail weights and statistics from the cut on, under the network's names
 * @param head that belongs to them; on raw embeddings, at temperature 1
 * @param helped whether they are better on the held-out slice than what it began with; true if
 *     nothing was held out
 * @param phasesKept for each phase that was run, whether it was kept
 * @param reports of all epochs
 * @param stopped why it ended early, if somebody stopped it or it diverged
 */
public record TuneResult(
    List<NamedTensor> tail,
    LinearHead head,
    boolean helped,
    List<Boolean> phasesKept,
    List<EpochReport> reports,
    Optional<String> stopped) {
  public TuneResult {
    tail = List.copyOf(tail);
    phasesKept = List.copyOf(phasesKept);
    reports = List.copyOf(reports);
  }
}
