package dev.graft.deploy.lab;

import java.time.Duration;

/** A moment by which an experiment must have come to its end. */
public record Deadline(long nanoTime) {
  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  public boolean passed() {
    return left().isNegative();
  }

  public Duration left() {
    return Duration.ofNanos(nanoTime - System.nanoTime());
  }

  /** An earlier one, for the first of so many equal parts of what is left. */
  Deadline share(int parts) {
    return in(left().dividedBy(parts));
  }
}
