package dev.graft.feature.read;

/** What the store gave for an image. */
public sealed interface Fetched {
  /** The encoded picture that was announced. */
  record Encoded(byte[] bytes) implements Fetched {}

  /** There is nothing to decode. */
  record Nothing(PictureRead why) implements Fetched {}
}
