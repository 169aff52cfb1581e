package dev.graft.blobs;

/** The store is well, and says that there is no such object. */
public final class BlobAbsentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BlobAbsentException(String message) {
    super(message);
  }
}
