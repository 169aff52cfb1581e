package dev.graft.inference.judge;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants a share of the requests to try a version, whatever gate and log shadow said of it.
 * It begins with the first share of its plan and with no evidence. From there on it is like any
 * other candidate: the labels that come judge it, the guards hold, and it can be aborted.
 */
final class TryOuts {

  private TryOuts() {}

  static Ruling rule(Rollout rollout, long wanted, Policy policy, Instant now) {
    var target = Orders.target(rollout, wanted);
    if (target.isEmpty()) {
      return new Ruling.Refuse(Orders.unknown(wanted));
    }
    var version = target.get();
    var stable = rollout.known().stable();
    if (stable == null) {
      return new Ruling.Refuse("no version serves that it could be compared with; promote it");
    }
    var unable = unable(rollout, version);
    if (unable.isPresent()) {
      return new Ruling.Refuse(unable.get());
    }
    var share = policy.planFor(version, stable).above(0);
    return share.isPresent()
        ? begun(rollout, Trial.forced(version, stable, share.getAsDouble(), now))
        : new Ruling.Refuse(
            "the task's rollout policy has no canary for %s; change it, or promote the version"
                .formatted(version));
  }

  private static Optional<String> unable(Rollout rollout, Version version) {
    var running = rollout.candidacy();
    if (rollout.known().refuses(version.number())) {
      return Optional.of(Orders.unfit(version));
    }
    if (rollout.known().isStable(version.number())) {
      return Optional.of(version + " is stable already");
    }
    return running != null && is(running, version) && running.stage() == Trial.Stage.CANARY
        ? Optional.of(version + " is in canary already")
        : Optional.empty();
  }

  /** Whoever was on trial gives way; the others go on waiting. */
  private static Ruling begun(Rollout rollout, Trial trial) {
    var version = trial.candidate();
    var next =
        rollout
            .with(trial)
            .waitingFor(Known.without(rollout.waiting(), version.number()))
            .rolledBack(false)
            .holding(false);
    return new Ruling.CarryOut(
        next,
        "put %s into canary, whatever gate and log shadow say%s"
            .formatted(version, inThePlaceOf(rollout.candidacy(), version)));
  }

  private static String inThePlaceOf(@Nullable Trial running, Version version) {
    return running == null || is(running, version)
        ? ""
        : ", in the place of " + running.candidate();
  }

  private static boolean is(Trial running, Version version) {
    return running.candidate().number() == version.number();
  }
}
