package dev.graft.deploy.lab;

import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tune.EpochReport;
import dev.graft.vision.tune.SplitNetwork;
import dev.graft.vision.tune.TuneListener;
import dev.graft.vision.tune.Verdict;
import java.util.List;

/**
 * Keeps the weights of a fine-tune's last epoch, which give way to its best ones. The best of six
 * epochs looks better on the pictures that it was picked by than it is.
 */
final class LastWeights implements TuneListener {
  private final SplitNetwork split;
  private final int epochs;
  private List<NamedTensor> kept = List.of();

  /**
   * Has kept nothing yet.
   *
   * @param epochs the number of the last one; 0 for never
   */
  LastWeights(SplitNetwork split, int epochs) {
    this.split = split;
    this.epochs = epochs;
  }

  @Override
  public Verdict onEpoch(EpochReport report) {
    if (epochs > 0 && report.epoch() == epochs) {
      kept = split.copy();
    }
    return Verdict.goOn();
  }

  boolean reached() {
    return !kept.isEmpty();
  }

  /** Puts them back; the best ones stay where the last epoch was not reached. */
  void restore() {
    split.restore(kept);
  }
}
