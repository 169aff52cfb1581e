package dev.graft.vision.bundle;

import dev.graft.vision.backbone.Backbone;
import org.jspecify.annotations.Nullable;

/**
 * A bundle that answers: the served head at its temperature. Immutable, for any number of threads.
 */
public final class Classifier {
  private final Bundle bundle;

  public Classifier(Bundle bundle) {
    this.bundle = bundle;
  }

  public Bundle bundle() {
    return bundle;
  }

  /** Probabilities of one embedding of the bundle's space: [width] to [classes]. */
  public float[] probabilities(float[] embedding) {
    return bundle.served().probabilities(embedding, bundle.temperature());
  }

  /**
   * Replays the probes.
   *
   * @param backbone of the bundle's space, to replay the picture too; or null
   */
  public void verify(@Nullable Backbone backbone) throws BadBundleException {
    throw new UnsupportedOperationException("not yet");
  }
}
