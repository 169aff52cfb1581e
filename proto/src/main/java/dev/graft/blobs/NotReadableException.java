package dev.graft.blobs;

/**
 * An object that we may not, or will not, read. The fault of whoever refers to it, not of the
 * store.
 */
public final class NotReadableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotReadableException(String message) {
    super(message);
  }

  static NotReadableException bucket(String bucket) {
    return new NotReadableException(
        "bucket "
            + bucket
            + " is not among graft.store.readable-buckets, or the store denies us its objects");
  }

  static NotReadableException tooLarge(String bucket, String key, long bytes, long maxBytes) {
    return new NotReadableException(
        "object %s/%s has %d bytes, at most %d are taken".formatted(bucket, key, bytes, maxBytes));
  }
}
