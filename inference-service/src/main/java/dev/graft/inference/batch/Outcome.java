package dev.graft.inference.batch;

/** What became of a picture. */
public sealed interface Outcome {

  /** {@code vector} is {@code [width]}. */
  record Embedded(float[] vector) implements Outcome {}

  /** The bytes are no picture. */
  record Unreadable(String why) implements Outcome {}

  /** Nobody waits for it any more; it was not computed. */
  record Abandoned(Patience.Gone gone) implements Outcome {}

  /** Too much waits already; it was not taken. */
  record Overloaded(String why) implements Outcome {}

  /** The service is leaving; it was not computed. */
  record Closing() implements Outcome {}
}
