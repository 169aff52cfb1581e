package dev.graft.feature.read;

import dev.graft.blobs.BlobStore;
import dev.graft.events.Digests;
import dev.graft.topics.Keys;
import dev.graft.v1.ImageStored;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.PictureDecoder;

/** Fetches an image's blob, checks that it is the one announced, and decodes it. */
public final class PictureReader {
  private final BlobStore blobs;
  private final PictureDecoder decoder;

  public PictureReader(BlobStore blobs, PictureDecoder decoder) {
    this.blobs = blobs;
    this.decoder = decoder;
  }

  /** Throws only if the store is broken. */
  public PictureRead read(ImageStored image) {
    return blobs
        .get(Keys.pixels(image.getImageId()))
        .map(bytes -> decode(image, bytes))
        .orElseGet(() -> absent(image));
  }

  private PictureRead decode(ImageStored image, byte[] bytes) {
    var digest = Digests.sha256Hex(bytes);
    if (!digest.equals(image.getBlobDigest())) {
      return new PictureRead.Unreadable(
          "wrong-digest",
          "The blob of image %s should be %s, but is %s."
              .formatted(image.getImageId(), image.getBlobDigest(), digest));
    }
    var decoded = decoder.decode(bytes);
    if (decoded instanceof Decoded.Unreadable unreadable) {
      return new PictureRead.Unreadable(unreadable.fault(), unreadable.reason());
    }
    return new PictureRead.Seen(((Decoded.Readable) decoded).picture());
  }

  private PictureRead absent(ImageStored image) {
    return blobs.stat(Keys.erased(image.getImageId())).isPresent()
        ? new PictureRead.Erased()
        : new PictureRead.Absent();
  }
}
