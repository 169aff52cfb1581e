package dev.graft.feature.read;

import dev.graft.blobs.BlobStore;
import dev.graft.events.Digests;
import dev.graft.topics.Keys;
import dev.graft.v1.ImageStored;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.PictureDecoder;
import java.util.List;
import java.util.function.Function;

/** Fetches an image's blob, checks that it is the one announced, and decodes it. */
public final class PictureReader {
  private final BlobStore blobs;
  private final PictureDecoder decoder;

  public PictureReader(BlobStore blobs, PictureDecoder decoder) {
    this.blobs = blobs;
    this.decoder = decoder;
  }

  /**
   * Throws only if the store is broken.
   *
   * @param prepare makes networks' inputs of the picture, while the memory for it is reserved
   */
  public PictureRead read(ImageStored image, Function<Picture, List<float[]>> prepare) {
    return blobs
        .get(Keys.pixels(image.getImageId()))
        .map(bytes -> decode(image, bytes, prepare))
        .orElseGet(() -> absent(image));
  }

  private PictureRead decode(
      ImageStored image, byte[] bytes, Function<Picture, List<float[]>> prepare) {
    var digest = Digests.sha256Hex(bytes);
    if (!digest.equals(image.getBlobDigest())) {
      return new PictureRead.Unreadable(
          "wrong-digest",
          "The blob of image %s should be %s, but is %s."
              .formatted(image.getImageId(), image.getBlobDigest(), digest));
    }
    return decoder.decode(
        bytes,
        picture -> new PictureRead.Seen(prepare.apply(picture)),
        bad -> new PictureRead.Unreadable(bad.fault(), bad.reason()));
  }

  private PictureRead absent(ImageStored image) {
    return blobs.stat(Keys.erased(image.getImageId())).isPresent()
        ? new PictureRead.Erased()
        : new PictureRead.Absent();
  }
}
