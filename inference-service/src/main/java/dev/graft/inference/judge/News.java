package dev.graft.inference.judge;

import dev.graft.inference.evidence.Finding;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether people should hear of evidence that changed nothing else. A busy task has more of it
 * every second; what is worth a word is the first of it, another reason to wait, a tenth more
 * labels, a change of what they say, twice the requests, and otherwise whatever has changed since a
 * while.
 */
final class News {

  private static final long SHARE_OF_LABELS = 10; // a tenth
  private static final double EFFECT = 0.01;
  private static final Duration LABELS_AFTER = Duration.ofMinutes(1);
  private static final Duration REQUESTS_AFTER = Duration.ofHours(1);

  private News() {}

  /** What evidence means, whatever its numbers are. */
  private record Gist(Class<? extends Finding> finding, boolean alarm, boolean shift) {
    static Gist of(Evidence evidence, Policy policy) {
      return new Gist(
          policy.test().of(evidence.all(), evidence.live()).getClass(),
          evidence.guards().alarm(policy.limits(), policy.test()).isPresent(),
          evidence.guards().shift(policy.limits()).isPresent());
    }
  }

  /**
   * @param before the evidence that was told
   * @param after the evidence that there is
   * @param told the last word
   */
  static boolean of(Evidence before, Evidence after, Policy policy, Told told, Instant now) {
    return before.logShadowDone() != after.logShadowDone()
        || labels(before, after, told, now)
        || requests(before.guards(), after.guards(), told, now)
        || !Gist.of(before, policy).equals(Gist.of(after, policy));
  }

  private static boolean labels(Evidence before, Evidence after, Told told, Instant now) {
    var was = before.all();
    var is = after.all();
    return !was.equals(is)
        && (Math.abs(is.count() - was.count()) * SHARE_OF_LABELS >= was.count()
            || Math.abs(is.effect() - was.effect()) >= EFFECT
            || over(told, LABELS_AFTER, now));
  }

  private static boolean requests(Guards was, Guards is, Told told, Instant now) {
    return !was.equals(is)
        && (is.requests() >= 2 * was.requests() || over(told, REQUESTS_AFTER, now));
  }

  private static boolean over(Told told, Duration time, Instant now) {
    return !now.isBefore(told.since().plus(time));
  }
}
