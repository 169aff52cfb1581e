package dev.graft.vision.bundle;

import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.Space;
import dev.graft.vision.head.FeatureScale;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.picture.Preprocessing;
import dev.graft.vision.score.Scores;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small bundle, and places to keep its files. */
final class Bundles {
  static final LinearHead JUDGED =
      new LinearHead(new float[][] {{0.5f, -1, 2}, {-0.5f, 1, -2}}, new float[] {0.25f, -0.25f});
  static final LinearHead SERVED =
      new LinearHead(new float[][] {{0.6f, -1, 2}, {-0.6f, 1, -2}}, new float[] {0.3f, -0.3f});

  private Bundles() {}

  static Bundle small() {
    return with(SERVED, Optional.of("ab".repeat(32)));
  }

  static Bundle with(LinearHead served, Optional<String> parent) {
    return with(served, parent, new BackboneSpec("mini", ""), Preprocessing.imagenet(64, 64));
  }

  static Bundle with(BackboneSpec backbone, Preprocessing preprocessing) {
    return with(SERVED, Optional.empty(), backbone, preprocessing);
  }

  private static Bundle with(
      LinearHead served,
      Optional<String> parent,
      BackboneSpec backbone,
      Preprocessing preprocessing) {
    var scale = new FeatureScale(new float[] {1, 2, 3}, new float[] {0.1f, 1, 10});
    var picture = Optional.of(new PictureProbe(new float[] {0.5f, 0.25f, 2}));
    return new Bundle(
        List.of("cat", "dog"),
        backbone,
        new Space("cd".repeat(32)),
        preprocessing,
        JUDGED,
        served,
        1.25,
        300,
        Scores.of(
            List.of("cat", "dog"), new float[][] {{0.75f, 0.25f}, {0.5f, 0.5f}}, new int[] {0, 1}),
        new Dataset(
            "pets",
            "topic-id",
            42,
            "ef".repeat(32),
            List.of(new ClassCounts("cat", 8, 1), new ClassCounts("dog", 9, 1))),
        parent,
        Probes.drawn(scale, served, 1.25, picture));
  }

  /** Files in memory that a test may spoil. */
  static final class Kept implements BundleFiles {
    final Map<String, byte[]> files = new HashMap<>();

    Kept(PackedBundle packed) {
      packed.files().forEach((digest, bytes) -> files.put(digest, bytes.clone()));
      files.put(packed.digest(), packed.manifest().clone());
    }

    @Override
    public byte[] manifest(String digest) throws IOException {
      return file(digest);
    }

    @Override
    public byte[] file(String digest) throws IOException {
      byte[] bytes = files.get(digest);
      if (bytes == null) {
        throw new FileNotFoundException(digest);
      }
      return Arrays.copyOf(bytes, bytes.length);
    }
  }
}
