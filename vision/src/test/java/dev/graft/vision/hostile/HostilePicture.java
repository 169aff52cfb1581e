package dev.graft.vision.hostile;

/**
 * A file that somebody might send.
 *
 * @param family what is wrong with it, in a word
 * @param name unique; of letters, digits, {@code . / -}
 * @param expected what a reader of pictures should say, where that is certain
 */
public record HostilePicture(String family, String name, byte[] bytes, Expected expected) {
  /** What must become of it. */
  public enum Expected {
    /** A picture. */
    READ,
    /** A reason. */
    REFUSED,
    /** Either. */
    ANSWERED
  }

  @Override
  public String toString() {
    return name;
  }
}
