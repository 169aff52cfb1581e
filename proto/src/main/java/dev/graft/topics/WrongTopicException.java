package dev.graft.topics;

/** A topic exists, but not as the catalogue says. The message says what to do. */
public final class WrongTopicException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongTopicException(String message) {
    super(message);
  }
}
