package dev.graft.vision.bundle;

import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.head.Recognition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A bundle that answers: the served head at its temperature. Immutable, for any number of threads.
 */
public final class Classifier {
  /**
   * Largest difference of a probability. The arithmetic is the same on every machine; this leaves
   * room for rounding.
   */
  private static final double PROBABILITY_TOLERANCE = 1e-5;

  /**
   * Largest difference of an embedding, as a share of its largest value: a GPU that is let use TF32
   * rounds the factors of a convolution to 10 bits, layer upon layer; 2e-3 has been seen.
   */
  private static final double EMBEDDING_TOLERANCE = 1e-2;

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
   * Whether one embedding of the bundle's space looks like what the version was taught with; empty
   * where the version never learned to tell.
   */
  public Optional<Recognition> recognition(float[] embedding) {
    return bundle.novelty().map(novelty -> novelty.of(embedding));
  }

  /**
   * Replays the probes, and the picture through the backbone when there is one.
   *
   * @param backbone to answer with, or null
   * @throws BadBundleException an answer is not the expected one, or the backbone is of another
   *     space
   */
  public void verify(@Nullable Backbone backbone) throws BadBundleException {
    Probes probes = bundle.probes();
    for (int i = 0; i < probes.embeddings().length; i++) {
      double off =
          largestDifference(probes.probabilities()[i], probabilities(probes.embeddings()[i]));
      if (!(off <= PROBABILITY_TOLERANCE)) {
        throw new BadBundleException(
            BundleFormat.PROBES, "probe " + i + " is answered otherwise, by " + off);
      }
    }
    if (backbone != null) {
      verifyBackbone(backbone);
    }
  }

  private void verifyBackbone(Backbone backbone) throws BadBundleException {
    if (!backbone.space().equals(bundle.space())) {
      throw new BadBundleException(
          Manifest.NAME,
          "is of space " + bundle.space().id() + ", the backbone's is " + backbone.space().id());
    }
    if (bundle.probes().picture().isPresent()) {
      verifyPicture(
          bundle.probes().picture().get().embedding(), ProbePicture.of(backbone).embedding());
    }
  }

  static void verifyPicture(float[] expected, float[] found) throws BadBundleException {
    double largest = largestDifference(expected, new float[expected.length]);
    double off = largestDifference(expected, found);
    if (!(off <= EMBEDDING_TOLERANCE * largest)) {
      throw new BadBundleException(
          BundleFormat.PROBES,
          "the backbone sees the probe picture otherwise, by " + off + " of " + largest);
    }
  }

  /** NaN or infinity where the lengths differ or a value is none. */
  private static double largestDifference(float[] a, float[] b) {
    double largest = a.length == b.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      largest = Math.max(largest, Math.abs((double) a[i] - b[i])); // max keeps a NaN
    }
    return largest;
  }
}
