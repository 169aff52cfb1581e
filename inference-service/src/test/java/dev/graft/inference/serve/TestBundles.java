package dev.graft.inference.serve;

import dev.graft.blobs.BlobStore;
import dev.graft.topics.Keys;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutTrial;
import dev.graft.v1.VersionRef;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.Space;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.bundle.BundleFormat;
import dev.graft.vision.bundle.ClassCounts;
import dev.graft.vision.bundle.Dataset;
import dev.graft.vision.bundle.PictureProbe;
import dev.graft.vision.bundle.Probes;
import dev.graft.vision.head.FeatureScale;
import dev.graft.vision.head.HeadKind;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.head.Novelty;
import dev.graft.vision.picture.Preprocessing;
import dev.graft.vision.score.Scores;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Small real bundles in a store: each version's head prefers the class whose number is version
 * modulo 3.
 */
public final class TestBundles {

  public static final List<String> CLASSES = List.of("ant", "bee", "cow");

  private final BlobStore blobs;
  private final BackboneSpec backbone;
  private final String space;
  private final int width;
  private final Optional<PictureProbe> picture;
  private final Optional<Novelty> novelty;

  public TestBundles(
      BlobStore blobs,
      BackboneSpec backbone,
      String space,
      int width,
      Optional<PictureProbe> picture) {
    this(blobs, backbone, space, width, picture, Optional.empty());
  }

  private TestBundles(
      BlobStore blobs,
      BackboneSpec backbone,
      String space,
      int width,
      Optional<PictureProbe> picture,
      Optional<Novelty> novelty) {
    this.blobs = blobs;
    this.backbone = backbone;
    this.space = space;
    this.width = width;
    this.picture = picture;
    this.novelty = novelty;
  }

  /** The same, but for them everything is unknown that does not point where all ones point. */
  public TestBundles thatTell() {
    var unit = (float) (1 / Math.sqrt(width));
    var columns = new float[width][1];
    for (var column : columns) {
      column[0] = unit;
    }
    var tells = new Novelty(columns, 0.01, 0.05);
    return new TestBundles(blobs, backbone, space, width, picture, Optional.of(tells));
  }

  /** Puts a bundle into the store as the trainer does: files first, the manifest last. */
  public VersionRef store(long version) {
    var packed = BundleFormat.pack(bundle(version));
    packed.files().forEach((digest, bytes) -> blobs.create(Keys.bundleFile(digest), bytes));
    blobs.create(Keys.bundle(packed.digest()), packed.manifest());
    return VersionRef.newBuilder().setVersion(version).setBundleDigest(packed.digest()).build();
  }

  /** Flips one byte in every file of a bundle, but not in its manifest. */
  public VersionRef storeDamaged(long version) {
    var packed = BundleFormat.pack(bundle(version));
    packed.files().forEach((digest, bytes) -> blobs.put(Keys.bundleFile(digest), flipped(bytes)));
    blobs.put(Keys.bundle(packed.digest()), packed.manifest());
    return VersionRef.newBuilder().setVersion(version).setBundleDigest(packed.digest()).build();
  }

  private static byte[] flipped(byte[] bytes) {
    var damaged = bytes.clone();
    damaged[damaged.length / 2] ^= 1;
    return damaged;
  }

  public Bundle bundle(long version) {
    var head = head((int) (version % CLASSES.size()), version);
    var ones = new float[width];
    Arrays.fill(ones, 1);
    var probes = Probes.drawn(new FeatureScale(new float[width], ones), head, 1, picture);
    var counts = CLASSES.stream().map(name -> new ClassCounts(name, 8, 2)).toList();
    return new Bundle(
        CLASSES,
        backbone,
        new Space(space),
        Preprocessing.imagenet(64, 64),
        head,
        head,
        1,
        0.1,
        Scores.of(CLASSES, new float[0][], new int[0]),
        new Dataset("pets", "topic", version, "digest", counts),
        Optional.empty(),
        probes,
        HeadKind.SOFTMAX,
        novelty);
  }

  private LinearHead head(int favourite, long version) {
    var weight = new float[CLASSES.size()][width];
    for (var row : weight) {
      Arrays.fill(row, version * 1e-6f); // so that no two versions are the same bundle
    }
    var bias = new float[CLASSES.size()];
    bias[favourite] = 3;
    return new LinearHead(weight, bias);
  }

  public static RolloutState stable(String taskId, VersionRef ref) {
    return RolloutState.newBuilder()
        .setTaskId(taskId)
        .setPhase(RolloutState.Phase.STABLE)
        .setStableVersion(ref.getVersion())
        .setStableBundleDigest(ref.getBundleDigest())
        .build();
  }

  /**
   * A trial as a judge would tell it.
   *
   * @param stable one of the two
   * @param share that the candidate serves; above 0 in canary only
   */
  public static RolloutState trial(
      String taskId,
      VersionRef stable,
      VersionRef candidate,
      VersionRef baseline,
      RolloutTrial.Stage stage,
      double share) {
    return stable(taskId, stable).toBuilder()
        .setTrial(
            RolloutTrial.newBuilder()
                .setCandidate(candidate.toBuilder().setSpace("as the trainer said").build())
                .setBaseline(baseline)
                .setStage(stage)
                .setShare(share))
        .build();
  }

  public ModelPublished published(String taskId, VersionRef ref) {
    return ModelPublished.newBuilder()
        .setTaskId(taskId)
        .setVersion(ref.getVersion())
        .setBundleDigest(ref.getBundleDigest())
        .setSpace(space)
        .addAllClasses(CLASSES)
        .build();
  }
}
