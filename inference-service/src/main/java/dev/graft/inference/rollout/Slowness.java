package dev.graft.inference.rollout;

import dev.graft.v1.GuardPolicy;
import java.time.Duration;

/**
 * When a candidate is slow on a request: it took longer than the other version both by a factor and
 * by a while. The while keeps versions apart from the noise of a head that takes microseconds.
 */
record Slowness(double factor, Duration grace) {

  private static final double USUAL_FACTOR = 2;
  private static final Duration USUAL_GRACE = Duration.ofMillis(10);

  static Slowness of(GuardPolicy wire) {
    return new Slowness(
        wire.hasSlowdown() ? wire.getSlowdown() : USUAL_FACTOR,
        wire.hasSlowGrace() ? Policies.duration(wire.getSlowGrace()) : USUAL_GRACE);
  }

  boolean slow(Duration candidate, Duration other) {
    return candidate.compareTo(other.plus(grace)) > 0
        && candidate.toNanos() > factor * other.toNanos();
  }
}
