package dev.graft.ingest.outcome;

/** The broker did not take it in time: nothing is wrong with the submission, try again. */
public final class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  public UnavailableException(String message) {
    super(message);
  }
}
