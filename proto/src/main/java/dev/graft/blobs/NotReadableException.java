package dev.graft.blobs;

/** An object that we may not, or will not, read. */
public final class NotReadableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotReadableException(String message) {
    super(message);
  }
}
