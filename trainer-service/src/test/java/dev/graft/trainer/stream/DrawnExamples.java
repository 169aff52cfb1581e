package dev.graft.trainer.stream;

import dev.graft.events.Digests;
import dev.graft.events.Vectors;
import dev.graft.topics.Keys;
import dev.graft.trainer.Facts;
import dev.graft.trainer.tune.TuneRuns;
import dev.graft.v1.Embedded;
import dev.graft.v1.ImageFact;
import dev.graft.v1.ImageStored;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.WeightsSource;
import dev.graft.vision.draw.DemoPictures;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;

/** Drawn pictures as ingest and feature would announce them, embedded by the shipped network. */
final class DrawnExamples implements AutoCloseable {
  private final Rig rig;
  private final String task;
  private final Backbone mini;

  DrawnExamples(Rig rig, String task) throws Exception {
    this.rig = rig;
    this.task = task;
    this.mini = Backbone.load(TuneRuns.MINI, WeightsSource.none(), Device.CPU);
  }

  /** A picture of a class by its number. */
  void example(int label, int number, boolean validation) {
    String image = "drawn-%d-%03d".formatted(label, number);
    byte[] png = png(label, number);
    example(image, label, png, validation, embedding(png));
  }

  static byte[] png(int label, int number) {
    return DemoPictures.png(TuneRuns.CLASSES.get(label), number);
  }

  float[] embedding(byte[] encoded) {
    return mini.embedPictures(java.util.List.of(picture(encoded)))[0];
  }

  static Picture picture(byte[] encoded) {
    return ((Decoded.Readable) new PictureDecoder(PictureLimits.DEFAULT).decode(encoded)).picture();
  }

  /** Any picture under any id, with a vector that somebody made of it. */
  void example(String image, int label, byte[] encoded, boolean validation, float[] vector) {
    String digest = Digests.sha256Hex(encoded);
    rig.store.create(Keys.pixels(image), encoded);
    rig.image(
        ImageFact.newBuilder()
            .setStored(
                ImageStored.newBuilder()
                    .setImageId(image)
                    .setBlobDigest(digest)
                    .setGroup(
                        validation ? TuneRuns.validationGroup(digest) : TuneRuns.trainGroup(digest))
                    .setMediaType("image/png")
                    .setEventTime(Facts.at(1)))
            .build(),
        image);
    rig.image(
        Embedded.newBuilder()
            .setImageId(image)
            .setSpace(mini.space().id())
            .setBackbone("mini")
            .setBlobDigest(digest)
            .addAllVector(Vectors.toList(vector))
            .setVectorDigest(Vectors.digestOf(vector))
            .setEventTime(Facts.at(1))
            .build(),
        image);
    rig.image(Facts.label(image, task, TuneRuns.CLASSES.get(label), "e-" + image, 1), image);
  }

  @Override
  public void close() {
    mini.close();
  }
}
