package dev.graft.events;

import dev.graft.v1.ImageStored;
import dev.graft.v1.Split;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Train or validation, by a hash of the group or else of the blob's digest: never moves, needs no
 * memory, and pictures of one thing stay together.
 */
public final class SplitRule {
  /** Of a hundred hashes, how many are validation. */
  static final int VALIDATION_PERCENT = 20;

  private SplitRule() {}

  /**
   * Where something falls.
   *
   * @param hash decides the split, and the folds inside train
   */
  public record Assignment(Split split, long hash) {}

  /** By the group if the image has one, else by its blob's digest. */
  public static Assignment of(ImageStored image) {
    return of(image.getGroup().isEmpty() ? image.getBlobDigest() : image.getGroup());
  }

  /** By the first 8 bytes, big-endian, of the sha256 of the text as UTF-8. */
  public static Assignment of(String groupOrBlobDigest) {
    var sha256 = Digests.sha256().digest(groupOrBlobDigest.getBytes(StandardCharsets.UTF_8));
    long hash = ByteBuffer.wrap(sha256).getLong();
    boolean validation = Long.remainderUnsigned(hash, 100) < VALIDATION_PERCENT;
    return new Assignment(validation ? Split.VALIDATION : Split.TRAIN, hash);
  }
}
