package dev.graft.vision.picture;

/** What became of some bytes that claim to be a picture. */
public sealed interface Decoded {
  /** They are one. */
  record Readable(Picture picture) implements Decoded {}

  /**
   * They are not, or none we take.
   *
   * @param fault for machines, one of {@link Fault}'s words
   * @param reason for people, one sentence
   */
  record Unreadable(String fault, String reason) implements Decoded {}
}
