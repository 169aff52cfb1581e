package dev.graft.inference.serve;

import dev.graft.events.Vectors;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.bundle.BadBundleException;
import dev.graft.vision.bundle.Classifier;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.PictureDecoder;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A backbone of vision's, with the decoder before it. */
final class VisionBackbone implements LoadedBackbone {

  private final Backbone backbone;
  private final PictureDecoder decoder;
  private final int batchSize;
  private final Set<String> passedPictureProbes = ConcurrentHashMap.newKeySet();

  VisionBackbone(Backbone backbone, PictureDecoder decoder, int batchSize) {
    this.backbone = backbone;
    this.decoder = decoder;
    this.batchSize = batchSize;
  }

  @Override
  public Prepared prepare(byte[] encoded) {
    return decoder.decode(
        encoded, this::prepared, unreadable -> new Prepared.Unreadable(unreadable.reason()));
  }

  private Prepared prepared(Picture picture) {
    return backbone
        .refuses(picture)
        .<Prepared>map(refused -> new Prepared.Unreadable(refused.reason()))
        .orElseGet(() -> new Prepared.Pixels(backbone.prepare(picture)));
  }

  @Override
  public float[][] embed(List<float[]> prepared) {
    return backbone.embed(prepared);
  }

  @Override
  public int batchSize() {
    return batchSize == 0 ? backbone.batch() : batchSize;
  }

  @Override
  public String space() {
    return backbone.space().id();
  }

  @Override
  public int width() {
    return backbone.width();
  }

  @Override
  public InputShape input() {
    var preprocessing = backbone.preprocessing();
    return new InputShape(
        preprocessing.channels(), preprocessing.crop(), preprocessing.tiles() != null);
  }

  /**
   * A refreshed head expects of the picture what the last one did, so most swaps need no forward
   * pass.
   */
  @Override
  public void verify(Classifier classifier) throws BadBundleException {
    var picture = classifier.bundle().probes().picture();
    var expected = picture.map(probe -> Vectors.digestOf(probe.embedding()));
    if (expected.isEmpty() || passedPictureProbes.contains(expected.get())) {
      classifier.verify(null);
      return;
    }
    classifier.verify(backbone);
    passedPictureProbes.add(expected.get());
  }

  @Override
  public void close() {
    backbone.close();
  }
}
