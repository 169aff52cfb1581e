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

  /** Waits for the store; throws only if it is broken. */
  public Fetched fetch(ImageStored image) {
    return blobs
        .get(Keys.pixels(image.getImageId()))
        .map(bytes -> checked(image, bytes))
        .orElseGet(() -> new Fetched.Nothing(absent(image)));
  }

  private static Fetched checked(ImageStored image, byte[] bytes) {
    var digest = Digests.sha256Hex(bytes);
    return digest.equals(image.getBlobDigest())
        ? new Fetched.Encoded(bytes)
        : new Fetched.Nothing(
            new PictureRead.Unreadable(
                "wrong-digest",
                "The blob of image %s should be %s, but is %s."
                    .formatted(image.getImageId(), image.getBlobDigest(), digest)));
  }

  /**
   * Waits for nothing but memory.
   *
   * @param prepare makes networks' inputs of the picture, while the memory for it is reserved
   */
  public PictureRead decode(Fetched fetched, Function<Picture, List<Input>> prepare) {
    if (fetched instanceof Fetched.Encoded encoded) {
      return decoder.decode(
          encoded.bytes(),
          picture -> new PictureRead.Seen(prepare.apply(picture)),
          bad -> new PictureRead.Unreadable(bad.fault(), bad.reason()));
    }
    return ((Fetched.Nothing) fetched).why();
  }

  private PictureRead absent(ImageStored image) {
    return blobs.stat(Keys.erased(image.getImageId())).isPresent()
        ? new PictureRead.Erased()
        : new PictureRead.Absent();
  }
}
