package dev.graft.inference.predict;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.graft.blobs.BlobStore;
import dev.graft.inference.batch.Patience;
import dev.graft.topics.Keys;
import dev.graft.v1.ImageFact;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Pictures that were submitted before, by their id. They are read on threads of their own, so that
 * a slow store holds up nobody who asks for something else; who waits for one of these threads
 * holds no picture yet.
 */
final class StoredImages implements AutoCloseable {

  private static final int MOST_AT_ONCE = 16;
  private static final long IDLE_SECONDS = 60;

  private final BlobStore blobs;
  private final ThreadPoolExecutor readers;

  StoredImages(BlobStore blobs) {
    this.blobs = blobs;
    this.readers =
        new ThreadPoolExecutor(
            MOST_AT_ONCE,
            MOST_AT_ONCE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              var thread = new Thread(task, "stored-image");
              thread.setDaemon(true);
              return thread;
            });
    readers.allowCoreThreadTimeOut(true);
  }

  /** Never blocks. */
  CompletableFuture<ByteString> read(String imageId, Patience patience) {
    if (imageId.isEmpty()) {
      throw Refusal.invalid("stored_image_id is empty");
    }
    try {
      return CompletableFuture.supplyAsync(() -> wanted(imageId, patience), readers);
    } catch (RejectedExecutionException closing) {
      throw Refusal.unavailable("this replica is shutting down; try another");
    }
  }

  private ByteString wanted(String imageId, Patience patience) {
    patience
        .gone()
        .ifPresent(
            gone -> {
              throw Refusal.gone(gone);
            });
    return pixels(imageId);
  }

  @Override
  public void close() {
    readers.shutdownNow();
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
        .get(Keys.pixels(imageId))
        .map(UnsafeByteOperations::unsafeWrap) // nobody else holds these bytes
        .orElseThrow(
            () -> Refusal.notFound("the pixels of image " + imageId + " are not in the store"));
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
