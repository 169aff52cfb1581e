package dev.graft.inference.serve;

import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.EmbeddingPlan;
import dev.graft.vision.backbone.EmbeddingSpeed;
import dev.graft.vision.backbone.WeightsSource;
import dev.graft.vision.bundle.ProbePicture;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads backbones on a device, and measures once per network how it runs fastest. */
public final class VisionBackbones implements BackboneLoader {

  private static final Logger log = LoggerFactory.getLogger(VisionBackbones.class);

  private final WeightsSource weights;
  private final Device device;
  private final int batchSize;
  private final PictureDecoder decoder = new PictureDecoder(PictureLimits.DEFAULT);
  private final Map<String, EmbeddingPlan> measured = new ConcurrentHashMap<>();

  /**
   * Loads nothing yet.
   *
   * @param batchSize most pictures per forward pass; 0: as measured
   */
  public VisionBackbones(WeightsSource weights, Device device, int batchSize) {
    this.weights = weights;
    this.device = device;
    this.batchSize = batchSize;
  }

  @Override
  public LoadedBackbone load(BackboneSpec spec) throws BadWeightsException, IOException {
    var backbone = loaded(spec);
    try {
      var plan = plan(backbone);
      backbone.use(plan);
      ProbePicture.of(backbone); // the first pass of a network is slow: nobody shall wait for it
      var most = plan.batch();
      log.info(
          "loaded backbone {} ({}) on {}: {}, batches of {}",
          spec.name(),
          spec.weightsDigest(),
          device,
          plan,
          most);
      return new VisionBackbone(backbone, decoder, most);
    } catch (RuntimeException | Error e) {
      backbone.close();
      throw e;
    }
  }

  private EmbeddingPlan plan(Backbone backbone) {
    return batchSize == 0
        ? measured.computeIfAbsent(backbone.spec().name(), name -> EmbeddingSpeed.measure(backbone))
        : new EmbeddingPlan(EmbeddingPlan.UNMEASURED.layout(), batchSize, 0);
  }

  private Backbone loaded(BackboneSpec spec) throws BadWeightsException, IOException {
    try {
      return Backbone.load(spec, weights, device);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
