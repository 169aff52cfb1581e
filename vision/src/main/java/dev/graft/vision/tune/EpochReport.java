package dev.graft.vision.tune;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known after an epoch.
 *
 * @param phase index of the phase
 * @param epoch of the phase, counted from 1; 0 for the score before any step of it
 * @param steps of the whole run so far
 * @param headRate the head's learning rate in the last step
 * @param trainLoss mean over the epoch's steps, as it was while learning (smoothed, mixed, on the
 *     epoch's views)
 * @param trainAccuracy the same of right answers
 * @param gradientNorm mean norm of all gradients together before clipping; NaN without clipping
 * @param heldOut null if nothing is held out
 * @param stages trained stages and the head, shallow to deep; activations only if something is held
 *     out
 */
public record EpochReport(
    int phase,
    int epoch,
    long steps,
    double headRate,
    double trainLoss,
    double trainAccuracy,
    double gradientNorm,
    @Nullable HeldOutScore heldOut,
    List<StageHealth> stages) {
  public EpochReport {
    stages = List.copyOf(stages);
  }
}
