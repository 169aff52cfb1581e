package dev.graft.trainer.fit;

import dev.graft.blobs.BlobStore;
import dev.graft.events.Digests;
import dev.graft.topics.Keys;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import java.util.Optional;

/** Pictures of examples, out of the object store. */
public final class Pixels {
  private final BlobStore blobs;
  private final PictureDecoder decoder = new PictureDecoder(PictureLimits.DEFAULT);

  public Pixels(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** Whether the store has it, without reading it. */
  public boolean has(String imageId) {
    return blobs.stat(Keys.pixels(imageId)).isPresent();
  }

  /** Empty where it is gone, is another than that of the digest, or can't be read. */
  public Optional<Picture> of(String imageId, String blobDigest) {
    return blobs
        .get(Keys.pixels(imageId))
        .filter(bytes -> Digests.sha256Hex(bytes).equals(blobDigest))
        .map(decoder::decode)
        .filter(Decoded.Readable.class::isInstance)
        .map(decoded -> ((Decoded.Readable) decoded).picture());
  }
}
