package dev.graft.bench.trials;

import dev.graft.v1.GuardPolicy;
import dev.graft.v1.TrialGuards;
import dev.graft.v1.VersionAnswer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What needs no labels, added up request by request. */
final class GuardSums {
  private static final double USUAL_SLOWDOWN = 2;
  private static final Duration USUAL_GRACE = Duration.ofMillis(10);

  private final double slowdown;
  private final Duration grace;
  private final Map<String, Long> classes = new TreeMap<>();
  private final Map<String, Long> otherClasses = new TreeMap<>();
  private long requests;
  private long failedAlone;
  private long slow;
  private double confidence;
  private double otherConfidence;

  GuardSums(GuardPolicy policy) {
    slowdown = policy.hasSlowdown() ? policy.getSlowdown() : USUAL_SLOWDOWN;
    grace = policy.hasSlowGrace() ? duration(policy.getSlowGrace()) : USUAL_GRACE;
  }

  /**
   * One request.
   *
   * @param both the candidate's answer, then the baseline's
   */
  void add(List<VersionAnswer> both) {
    var candidate = both.get(0);
    var baseline = both.get(1);
    requests++;
    if (!candidate.getFault().isEmpty() || !baseline.getFault().isEmpty()) {
      failedAlone += baseline.getFault().isEmpty() ? 1 : 0;
      return;
    }
    slow += isSlow(duration(candidate.getTook()), duration(baseline.getTook())) ? 1 : 0;
    confidence += top(candidate);
    otherConfidence += top(baseline);
    classes.merge(candidate.getClassName(), 1L, Long::sum);
    otherClasses.merge(baseline.getClassName(), 1L, Long::sum);
  }

  private boolean isSlow(Duration candidate, Duration other) {
    return candidate.toNanos() > slowdown * other.toNanos()
        && candidate.minus(other).compareTo(grace) > 0;
  }

  private static double top(VersionAnswer answer) {
    return Collections.max(answer.getProbabilitiesList());
  }

  private static Duration duration(com.google.protobuf.Duration wire) {
    return Duration.ofSeconds(wire.getSeconds(), wire.getNanos());
  }

  TrialGuards guards() {
    return TrialGuards.newBuilder()
        .setRequests(requests)
        .setFailedAlone(failedAlone)
        .setSlow(slow)
        .setConfidence(confidence)
        .setOtherConfidence(otherConfidence)
        .putAllClasses(classes)
        .putAllOtherClasses(otherClasses)
        .build();
  }
}
