package dev.graft.vision.head;

/**
 * What a fit ends with.
 *
 * @param head on raw embeddings
 * @param l2 the penalty it was fitted with, given or chosen
 * @param iterations steps of L-BFGS of the last fit, folds not counted
 * @param temperature what logits are divided by: given, or fitted on out-of-fold predictions; 1
 *     where too few folds have examples
 * @param loss mean loss on its own examples with penalty, at temperature 1
 * @param scale of the features it was fitted on
 */
public record FittedHead(
    LinearHead head,
    double l2,
    int iterations,
    double temperature,
    double loss,
    FeatureScale scale) {}
