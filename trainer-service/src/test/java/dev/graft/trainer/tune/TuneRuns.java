package dev.graft.trainer.tune;

import dev.graft.blobs.BlobStore;
import dev.graft.events.Digests;
import dev.graft.events.SplitRule;
import dev.graft.topics.Keys;
import dev.graft.trainer.dataset.Row;
import dev.graft.trainer.dataset.TaskExamples;
import dev.graft.trainer.dataset.Wish;
import dev.graft.trainer.fit.StoreTrouble;
import dev.graft.trainer.publish.BundlePublisher;
import dev.graft.trainer.publish.Forerunners;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.Split;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.TunePolicy;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.draw.DemoPictures;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Fine-tunes of the shipped network on drawn pictures in a store. */
public final class TuneRuns {
  public static final BackboneSpec MINI = new BackboneSpec("mini", "");
  public static final List<String> CLASSES = DemoPictures.classes().subList(0, 3);
  private static final int WIDTH = 192;

  private TuneRuns() {}

  /** Puts a drawn picture under an image's id, and says its digest. */
  public static String store(BlobStore store, String imageId, int label, int number) {
    byte[] png = DemoPictures.png(CLASSES.get(label), number);
    store.create(Keys.pixels(imageId), png);
    return Digests.sha256Hex(png);
  }

  /** A request for so many pictures of each class, which are put into the store. */
  static TuneRequest request(BlobStore store, String runId, int epochs, int each) {
    String space = Backbone.spaceOf(MINI).id();
    var rows = new ArrayList<Row>();
    for (int i = 0; i < each; i++) {
      for (int label = 0; label < CLASSES.size(); label++) {
        String image = "drawn-%d-%03d".formatted(label, i);
        String digest = store(store, image, label, i);
        rows.add(
            new Row(
                image,
                CLASSES.get(label),
                false,
                hash(digest),
                List.of(new Row.Embedding(space, "of no meaning here", new float[WIDTH])),
                rows.size() + 1,
                0,
                digest));
      }
    }
    rows.sort((a, b) -> a.imageId().compareTo(b.imageId()));
    return new TuneRequest(
        "parts",
        runId,
        spec(epochs),
        new Wish(CLASSES, space, WIDTH),
        new TaskExamples.Snapshot(rows.size(), rows),
        true,
        List.of(),
        List.of());
  }

  private static long hash(String digest) {
    return Long.parseUnsignedLong(digest.substring(0, 15), 16);
  }

  /**
   * A group for a picture: of the train split, and held out by a fine-tune where the pictures of a
   * request are.
   */
  public static String trainGroup(String digest) {
    boolean heldOut = heldOut(hash(digest));
    return group(digest, at -> at.split() == Split.TRAIN && heldOut(at.hash()) == heldOut);
  }

  /** A group for a picture of the validation split. */
  public static String validationGroup(String digest) {
    return group(digest, at -> at.split() == Split.VALIDATION);
  }

  private static String group(String digest, Predicate<SplitRule.Assignment> wanted) {
    return IntStream.range(0, 10_000)
        .mapToObj(number -> digest + "-" + number)
        .filter(group -> wanted.test(SplitRule.of(group)))
        .findFirst()
        .orElseThrow();
  }

  private static boolean heldOut(long hash) {
    return Long.remainderUnsigned(hash >>> 16, 5) == 0;
  }

  /** A task of that backbone. */
  public static TaskSpec spec(int epochs) {
    return TaskSpec.newBuilder()
        .setTaskId("parts")
        .addAllClasses(CLASSES)
        .setBackbone(BackboneRef.newBuilder().setName("mini"))
        .setTune(TunePolicy.newBuilder().setCut("layer3").setEpochs(epochs))
        .build();
  }

  static TuneJob job(BlobStore store, Path folder) {
    var publisher = new BundlePublisher(store);
    return new TuneJob(
        store,
        publisher,
        new Forerunners(publisher),
        Device.CPU,
        folder,
        1 << 30,
        new StoreTrouble(InstantSource.fixed(Instant.EPOCH)),
        InstantSource.fixed(Instant.EPOCH));
  }
}
