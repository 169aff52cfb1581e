package dev.graft.vision.pretrain;

/**
 * Where a training stands.
 *
 * @param step how many steps are done
 * @param steps how many there will be
 * @param loss of this step's batch: mean over its questions
 * @param smoothLoss the same, averaged over about the last 50 steps
 */
public record Progress(int step, int steps, double loss, double smoothLoss) {}
