package dev.graft.vision.bundle;

import dev.graft.vision.head.FeatureScale;
import dev.graft.vision.head.Head;
import java.util.Optional;
import java.util.Random;

/**
 * Inputs with the answers that are expected of them. The embeddings are drawn, never taken from
 * anyone's pictures, so that erasing a picture need not touch the bundles.
 *
 * @param embeddings [probes, width]
 * @param probabilities [probes, classes] of the served head at the bundle's temperature
 * @param picture what the backbone must make of the shipped picture, where it was asked
 */
public record Probes(
    float[][] embeddings, float[][] probabilities, Optional<PictureProbe> picture) {
  private static final int COUNT = 16;
  private static final long SEED = 20_261_120;

  public Probes {
    if (embeddings.length == 0 || embeddings.length != probabilities.length) {
      throw new IllegalArgumentException(
          "probes and expected answers differ in number, or are none");
    }
  }

  /**
   * Gaussian inputs at the scale of the features, from a fixed seed, with what the head answers to
   * them.
   */
  public static Probes drawn(
      FeatureScale scale, Head served, double temperature, Optional<PictureProbe> picture) {
    Random random = new Random(SEED);
    float[][] embeddings = new float[COUNT][served.width()];
    float[][] probabilities = new float[COUNT][];
    for (int i = 0; i < COUNT; i++) {
      for (int j = 0; j < served.width(); j++) {
        embeddings[i][j] = (float) (scale.mean()[j] + scale.spread()[j] * random.nextGaussian());
      }
      probabilities[i] = served.probabilities(embeddings[i], temperature);
    }
    return new Probes(embeddings, probabilities, picture);
  }
}
