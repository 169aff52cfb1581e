package dev.graft.vision.head;

import java.util.List;

/**
 * What a fit ends with.
 *
 * @param head on raw embeddings
 * @param strength given or chosen; see {@link HeadKind}
 * @param temperature what logits are divided by: given, or fitted on out-of-fold answers; the
 *     kind's usual one where too few folds have examples
 * @param iterations steps of the last fit, folds not counted; 0 for a closed form
 * @param loss of the last fit on its own examples, at temperature 1; 0 where the kind has none
 * @param scale of the features
 * @param trials of the kinds that were compared, from the simplest on; empty if nothing was to be
 *     chosen or could be
 */
public record TrainedHead(
    Head head,
    HeadKind kind,
    double strength,
    double temperature,
    Balance balance,
    int iterations,
    double loss,
    FeatureScale scale,
    List<Trial> trials) {
  public TrainedHead {
    trials = List.copyOf(trials);
  }
}
