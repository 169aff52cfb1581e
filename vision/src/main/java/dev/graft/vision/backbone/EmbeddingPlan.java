package dev.graft.vision.backbone;

/**
 * How a backbone runs its forward passes.
 *
 * @param batch most pictures in one pass
 * @param imagesPerSecond what it reached when measured; 0 if it was not
 */
public record EmbeddingPlan(Layout layout, int batch, double imagesPerSecond) {
  /** A good guess: on the processors tried so far, pixel by pixel was never the slower one. */
  public static final EmbeddingPlan UNMEASURED = new EmbeddingPlan(Layout.CHANNELS_LAST, 8, 0);
}
