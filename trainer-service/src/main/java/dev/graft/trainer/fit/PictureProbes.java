package dev.graft.trainer.fit;

import dev.graft.blobs.BlobStore;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.backbone.WeightsSource;
import dev.graft.vision.bundle.PictureProbe;
import dev.graft.vision.bundle.ProbePicture;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each backbone makes of the shipped picture. The network is loaded for the first bundle of
 * its space and freed at once; later ones find the vector here.
 */
public final class PictureProbes {
  /** Asks a backbone. */
  @FunctionalInterface
  public interface Question {
    /**
     * Loads the network and shows it the picture.
     *
     * @throws BadWeightsException its weights are not what their name says, or make no embedding
     * @throws java.io.UncheckedIOException the store is broken, or lacks the weights
     */
    PictureProbe ask(BackboneSpec backbone) throws BadWeightsException;
  }

  private final Question question;
  private final Map<BackboneSpec, PictureProbe> known = new ConcurrentHashMap<>();

  public PictureProbes(Question question) {
    this.question = question;
  }

  /** Asks networks whose weights lie in the store, each on one thread as all fits are. */
  public static PictureProbes over(BlobStore blobs) {
    WeightsSource weights = new StoredWeights(blobs);
    return new PictureProbes(backbone -> show(backbone, weights));
  }

  /** Answers at once, but for the first time of a backbone. */
  PictureProbe of(BackboneSpec backbone) throws BadWeightsException {
    PictureProbe probe = known.get(backbone);
    return probe == null ? first(backbone) : probe;
  }

  /** One network in memory at a time. */
  private synchronized PictureProbe first(BackboneSpec backbone) throws BadWeightsException {
    PictureProbe probe = known.get(backbone);
    if (probe == null) {
      probe = question.ask(backbone);
      known.put(backbone, probe);
    }
    return probe;
  }

  private static PictureProbe show(BackboneSpec spec, WeightsSource weights)
      throws BadWeightsException {
    VisionRuntime.configure(1);
    try (var backbone = Backbone.load(spec, weights, Device.CPU)) {
      return finite(ProbePicture.of(backbone));
    }
  }

  /** Every replica would refuse a bundle with another. */
  static PictureProbe finite(PictureProbe probe) throws BadWeightsException {
    for (float value : probe.embedding()) {
      if (!Float.isFinite(value)) {
        throw new BadWeightsException("the probe picture's embedding is not finite");
      }
    }
    return probe;
  }
}
