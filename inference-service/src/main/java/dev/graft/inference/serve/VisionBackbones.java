package dev.graft.inference.serve;

import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.Tail;
import dev.graft.vision.backbone.WeightsSource;
import dev.graft.vision.bundle.BundleFiles;
import dev.graft.vision.bundle.ProbePicture;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads backbones on a device, and warms them up. */
public final class VisionBackbones implements BackboneLoader {

  private static final Logger log = LoggerFactory.getLogger(VisionBackbones.class);

  private static final int WARM_UP_PASSES = 12;
  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(3);

  private final WeightsSource weights;
  private final Device device;
  private final int batchSize;
  private final PictureDecoder decoder = new PictureDecoder(PictureLimits.DEFAULT);

  /**
   * Loads nothing yet.
   *
   * @param batchSize most pictures per forward pass; 0: what is fastest
   */
  public VisionBackbones(WeightsSource weights, Device device, int batchSize) {
    this.weights = weights;
    this.device = device;
    this.batchSize = batchSize;
  }

  @Override
  public LoadedBackbone load(BackboneSpec spec) throws BadWeightsException, IOException {
    return warmed(loaded(() -> Backbone.load(spec, weights, device)), "");
  }

  @Override
  public LoadedBackbone load(BackboneSpec spec, Tail tail, BundleFiles files)
      throws BadWeightsException, IOException {
    byte[] file = files.file(tail.digest());
    return warmed(
        loaded(() -> Backbone.load(spec, weights, tail, file, device)),
        " with tail " + tail.digest());
  }

  private LoadedBackbone warmed(Backbone backbone, String tail) {
    try {
      warm(backbone);
      var spec = backbone.spec();
      log.info("loaded backbone {} ({}){} on {}", spec.name(), spec.weightsDigest(), tail, device);
      return new VisionBackbone(backbone, decoder, batchSize);
    } catch (RuntimeException | Error e) {
      backbone.close();
      throw e;
    }
  }

  /** A network's first passes are slow, and not all plans are good: nobody shall wait for them. */
  private static void warm(Backbone backbone) {
    long until = System.nanoTime() + LONGEST_WARM_UP.toNanos();
    for (int pass = 0; pass < WARM_UP_PASSES && System.nanoTime() < until; pass++) {
      ProbePicture.of(backbone);
    }
  }

  private interface Loading {
    Backbone load() throws BadWeightsException;
  }

  private static Backbone loaded(Loading loading) throws BadWeightsException, IOException {
    try {
      return loading.load();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
