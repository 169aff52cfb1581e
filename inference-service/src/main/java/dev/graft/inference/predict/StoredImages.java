package dev.graft.inference.predict;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.graft.blobs.BlobStore;
import dev.graft.topics.Keys;
import dev.graft.v1.ImageFact;
import java.util.concurrent.Semaphore;

/** Pictures that were submitted before, by their id; a few are read at once. */
final class StoredImages {

  private static final int MOST_AT_ONCE = 16;

  private final BlobStore blobs;
  private final Semaphore readers = new Semaphore(MOST_AT_ONCE);

  StoredImages(BlobStore blobs) {
    this.blobs = blobs;
  }

  ByteString read(String imageId) {
    if (imageId.isEmpty()) {
      throw Refusal.invalid("stored_image_id is empty");
    }
    if (!readers.tryAcquire()) {
      throw Refusal.exhausted(MOST_AT_ONCE + " stored images are being read; try again later");
    }
    try {
      return pixels(imageId);
    } finally {
      readers.release();
    }
  }

  private ByteString pixels(String imageId) {
    if (blobs.stat(Keys.erased(imageId)).isPresent()) {
      throw Refusal.precondition("image " + imageId + " was erased");
    }
    var fact = blobs.get(Keys.imageId(imageId)).map(bytes -> parsed(imageId, bytes));
    if (fact.isEmpty() || !fact.get().hasStored()) {
      throw Refusal.notFound(
          "there is no image " + imageId + "; submit it first, or send its bytes");
    }
    return blobs
        .get(Keys.blob(fact.get().getStored().getBlobDigest()))
        .map(UnsafeByteOperations::unsafeWrap) // nobody else holds these bytes
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "the pixels of image " + imageId + " are not in the store any more"));
  }

  private static ImageFact parsed(String imageId, byte[] bytes) {
    try {
      return ImageFact.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(
          "what the store knows of image " + imageId + " is garbage", e);
    }
  }
}
