package dev.graft.inference.batch;

import java.time.Duration;

/** What became of a picture. */
public sealed interface Outcome {

  /**
   * It was embedded.
   *
   * @param vector {@code [width]}
   * @param took to prepare the picture, and its share of the forward pass; without any waiting
   */
  record Embedded(float[] vector, Duration took) implements Outcome {}

  /** The bytes are no picture. */
  record Unreadable(String why) implements Outcome {}

  /** Nobody waits for it any more; it was not computed. */
  record Abandoned(Patience.Gone gone) implements Outcome {}

  /** Too much waits already; it was not taken. */
  record Overloaded(String why) implements Outcome {}

  /** The service is leaving; it was not computed. */
  record Closing() implements Outcome {}
}
