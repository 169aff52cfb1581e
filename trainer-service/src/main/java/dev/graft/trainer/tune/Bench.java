package dev.graft.trainer.tune;

import dev.graft.blobs.BlobStore;
import dev.graft.events.Digests;
import dev.graft.trainer.fit.Pixels;
import dev.graft.trainer.fit.StoredWeights;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.ResolvedSpec;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.Preprocessing;
import dev.graft.vision.tune.CutInputs;
import dev.graft.vision.tune.CutStore;
import dev.graft.vision.tune.HeadStart;
import dev.graft.vision.tune.LiveInputs;
import dev.graft.vision.tune.PictureSource;
import dev.graft.vision.tune.Recipe;
import dev.graft.vision.tune.SplitNetwork;
import dev.graft.vision.tune.StoredInputs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** A task's backbone as a fine-tune takes it apart, and its pictures as the trunk leaves them. */
final class Bench {
  private final BackboneSpec spec;
  private final ResolvedSpec resolved;
  private final BlobStore blobs;
  private final Pixels pixels;
  private final Device device;
  private final CutStore activations;

  Bench(
      BackboneSpec spec,
      BlobStore blobs,
      Pixels pixels,
      Device device,
      Path folder,
      long mostBytes) {
    this.spec = spec;
    this.resolved = ResolvedSpec.of(spec);
    this.blobs = blobs;
    this.pixels = pixels;
    this.device = device;
    try {
      this.activations = new CutStore(folder, mostBytes);
    } catch (IOException e) {
      throw new UncheckedIOException("can't keep activations in " + folder, e);
    }
  }

  /** Why this backbone can't be fine-tuned, if so. */
  Optional<String> objection() {
    return resolved.isUsual()
        ? Optional.empty()
        : Optional.of("only the usual embedding of one square of three channels can be fine-tuned");
  }

  Architecture architecture() {
    return resolved.architecture();
  }

  Preprocessing preprocessing() {
    return resolved.preprocessing();
  }

  BackboneSpec spec() {
    return spec;
  }

  Device device() {
    return device;
  }

  /** Published weights, in two at a cut. */
  SplitNetwork split(String cut, HeadStart start) throws BadWeightsException, IOException {
    MessageDigest sha256 = Digests.sha256();
    try (var in = new DigestInputStream(weights(), sha256)) {
      SplitNetwork split = SplitNetwork.load(architecture(), in, cut, start, device);
      String found = HexFormat.of().formatHex(sha256.digest());
      if (!spec.weightsDigest().isEmpty() && !spec.weightsDigest().equals(found)) {
        split.close();
        throw new BadWeightsException(
            "the weights %s have in truth the digest %s".formatted(spec.weightsDigest(), found));
      }
      return split;
    }
  }

  private InputStream weights() throws IOException {
    return spec.weightsDigest().isEmpty()
        ? architecture()
            .shippedWeights()
            .orElseThrow(() -> new IllegalArgumentException("no weights come with " + spec.name()))
        : open(spec.weightsDigest());
  }

  /** Weights in the store, by digest. */
  InputStream open(String digest) throws IOException {
    return new StoredWeights(blobs).open(digest);
  }

  /**
   * What the trunk makes of pictures, once each.
   *
   * @param images an image of each blob
   */
  CutInputs inputs(SplitNetwork split, String cut, Recipe recipe, Map<String, String> images) {
    var live =
        new LiveInputs(split, preprocessing(), source(images), recipe.views(), recipe.seed());
    String trunk =
        String.join("\n", spec.name(), spec.weightsDigest(), cut, preprocessing().canonical());
    return new StoredInputs(live, activations, trunk);
  }

  PictureSource source(Map<String, String> images) {
    return digest -> {
      String image = images.getOrDefault(digest, "");
      Optional<Picture> picture = pixels.of(image, digest);
      if (picture.isEmpty()) {
        throw new PictureGoneException(image);
      }
      return picture.get();
    };
  }

  boolean has(String imageId) {
    return pixels.has(imageId);
  }
}
