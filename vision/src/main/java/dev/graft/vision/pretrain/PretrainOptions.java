package dev.graft.vision.pretrain;

/**
 * How long and how fast to learn.
 *
 * @param seed of weights and pictures; the same seed gives the same weights on the same machine
 *     with one intra-op thread
 * @param steps how many batches
 * @param batch pictures per step
 * @param learningRate at its highest; warmed up over the first twentieth, then a cosine down to 0
 * @param weightDecay decoupled (AdamW), on convolutions and matrices only
 * @param smoothing share of each target that is spread over all answers
 * @param drawers threads that draw pictures while a step runs
 */
public record PretrainOptions(
    long seed,
    int steps,
    int batch,
    double learningRate,
    double weightDecay,
    double smoothing,
    int drawers) {
  public PretrainOptions {
    if (steps < 1 || batch < 2 || drawers < 1 || !(learningRate > 0)) {
      throw new IllegalArgumentException(
          "steps, drawers and learning rate must be positive, a batch at least 2 pictures");
    }
  }

  /** What the shipped weights were made with. */
  public static PretrainOptions shipped() {
    return new PretrainOptions(1, 7000, 32, 2e-3, 0.05, 0.0, 1);
  }

  public PretrainOptions withSeed(long other) {
    return new PretrainOptions(other, steps, batch, learningRate, weightDecay, smoothing, drawers);
  }

  public PretrainOptions withSteps(int other) {
    return new PretrainOptions(seed, other, batch, learningRate, weightDecay, smoothing, drawers);
  }

  public PretrainOptions withBatch(int other) {
    return new PretrainOptions(seed, steps, other, learningRate, weightDecay, smoothing, drawers);
  }

  /** The learning rate of a step, counted from 0. */
  double rate(int step) {
    double warm = Math.max(1, steps / 20.0);
    if (step < warm) {
      return learningRate * (step + 1) / warm;
    }
    return learningRate * 0.5 * (1 + Math.cos(Math.PI * (step - warm) / (steps - warm)));
  }
}
