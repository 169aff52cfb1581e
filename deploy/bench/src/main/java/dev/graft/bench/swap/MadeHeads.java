package dev.graft.bench.swap;

import dev.graft.blobs.BlobStore;
import dev.graft.loop.Publisher;
import dev.graft.topics.Keys;
import dev.graft.topics.Topics;
import dev.graft.v1.ModelPublished;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.Tail;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.bundle.BundleFormat;
import dev.graft.vision.bundle.ClassCounts;
import dev.graft.vision.bundle.Dataset;
import dev.graft.vision.bundle.Probes;
import dev.graft.vision.head.FeatureScale;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.picture.Preprocessing;
import dev.graft.vision.score.Scores;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Versions with drawn heads, stored and announced as the trainer would, without its fitting. */
public final class MadeHeads {
  private static final int PICTURE_SIDE = 224;

  private final String task;
  private final BackboneSpec backbone;
  private final List<String> classes;
  private final BlobStore blobs;
  private final Publisher publisher;
  private long version;

  public MadeHeads(
      String task, BackboneSpec backbone, int classes, BlobStore blobs, Publisher publisher) {
    this.task = task;
    this.backbone = backbone;
    this.classes = classes(classes);
    this.blobs = blobs;
    this.publisher = publisher;
  }

  public static List<String> classes(int count) {
    return IntStream.range(0, count).mapToObj(i -> "class-" + i).toList();
  }

  public static int width(BackboneSpec backbone) {
    return Architectures.find(backbone.name()).orElseThrow().width();
  }

  /** Publishes the next version, and returns its number. */
  public long next() {
    return publish(bundle(++version, Optional.empty()), false);
  }

  /**
   * The next version, on a tail of its own that lies in the store already.
   *
   * @see dev.graft.topics.Keys#bundleFile
   */
  public long nextOn(Tail tail) {
    return publish(bundle(++version, Optional.of(tail)).on(tail), false);
  }

  /** The next version with a flipped byte in every file: its digests do not fit. */
  long nextDamaged() {
    return publish(bundle(++version, Optional.empty()), true);
  }

  private long publish(Bundle bundle, boolean damaged) {
    var packed = BundleFormat.pack(bundle);
    packed
        .files()
        .forEach(
            (digest, bytes) ->
                blobs.put(Keys.bundleFile(digest), damaged ? flipped(bytes) : bytes));
    blobs.create(Keys.bundle(packed.digest()), packed.manifest());
    var model =
        ModelPublished.newBuilder()
            .setTaskId(task)
            .setVersion(version)
            .setBundleDigest(packed.digest())
            .setSpace(bundle.space().id())
            .addAllClasses(classes)
            .build();
    publisher.send(Topics.MODELS, Keys.model(task, version), model).join();
    return version;
  }

  private static byte[] flipped(byte[] bytes) {
    var damaged = bytes.clone();
    damaged[damaged.length / 2] ^= 1;
    return damaged;
  }

  private Bundle bundle(long number, Optional<Tail> tail) {
    var head = head(new Random(number));
    var ones = new float[width(backbone)];
    Arrays.fill(ones, 1);
    var scale = new FeatureScale(new float[width(backbone)], ones);
    return new Bundle(
        classes,
        backbone,
        tail.map(own -> Backbone.spaceOf(backbone, own))
            .orElseGet(() -> Backbone.spaceOf(backbone)),
        Preprocessing.imagenet(PICTURE_SIDE, PICTURE_SIDE),
        head,
        head,
        1,
        0.1,
        Scores.of(classes, new float[0][], new int[0]),
        new Dataset(
            task,
            "bench",
            number,
            "bench",
            classes.stream().map(name -> new ClassCounts(name, 8, 2)).toList()),
        Optional.empty(),
        Probes.drawn(scale, head, 1, Optional.empty()));
  }

  private LinearHead head(Random random) {
    var weight = new float[classes.size()][width(backbone)];
    for (var row : weight) {
      for (int at = 0; at < row.length; at++) {
        row[at] = (float) (random.nextGaussian() / Math.sqrt(row.length));
      }
    }
    return new LinearHead(weight, new float[classes.size()]);
  }
}
