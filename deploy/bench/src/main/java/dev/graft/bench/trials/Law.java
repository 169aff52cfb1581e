package dev.graft.bench.trials;

import dev.graft.bench.trials.Counted.Pairs;
import dev.graft.events.Times;
import dev.graft.v1.GuardPolicy;
import dev.graft.v1.RolloutPolicy;
import dev.graft.v1.RolloutTrial;
import java.time.Duration;
import java.time.Instant;

/**
 * What a trial's evidence calls for, written down from what inference-service's documents promise,
 * for tasks whose guards against shifts can't speak and that nobody's patience ends.
 */
final class Law {
  private static final double[] STAKES = {0.05, 0.1, 0.2, 0.4, 0.8};
  private static final double MARGIN = 0.02;
  private static final double CAPITAL = 20; // 1 / 5 %
  private static final double FAILURES = 0.001;

  private final RolloutPolicy policy;

  Law(RolloutPolicy policy) {
    this.policy = policy;
  }

  /**
   * What happens to a trial.
   *
   * @param share with WIDEN
   */
  record Move(Kind kind, double share) {
    enum Kind {
      STAY,
      WIDEN,
      PROMOTE,
      ROLL_BACK,
      CONFIRM
    }

    static Move of(Kind kind) {
      return new Move(kind, 0);
    }
  }

  /** The capital of five equal bets that began with 1 together, each on its own stake. */
  private static double capital(long ups, long downs, long levels, double shift) {
    double sum = 0;
    for (double stake : STAKES) {
      sum +=
          Math.pow(1 + stake * (shift + 1), ups)
              * Math.pow(1 + stake * (shift - 1), downs)
              * Math.pow(1 + stake * shift, levels);
    }
    return sum / STAKES.length;
  }

  private static double inFavour(Pairs live) {
    return capital(live.better(), live.worse(), live.same(), MARGIN);
  }

  /** Whether what is told in favour of a canary is enough for the step beyond its share. */
  static boolean climbs(RolloutTrial trial) {
    var live = Pairs.of(trial.getLive());
    return inFavour(live) >= needed(Ascent.SHARES, trial.getShare());
  }

  /** Of k shares, the step beyond the i-th needs the i-th k-th power of the whole. */
  private static double needed(java.util.List<Double> shares, double share) {
    var passed = shares.stream().filter(each -> each <= share).count();
    return Math.pow(CAPITAL, (double) passed / shares.size());
  }

  /**
   * What is due.
   *
   * @param held a person holds the task
   */
  Move due(RolloutTrial trial, Counted seen, boolean held, Instant now) {
    boolean watched = trial.getStage() == RolloutTrial.Stage.WATCH_STAGE;
    if (isWorse(seen) || alarms(seen)) {
      return Move.of(watched && held ? Move.Kind.STAY : Move.Kind.ROLL_BACK);
    }
    if (watched) {
      var over = isOver(Times.instant(trial.getSince()), policy.getWatch(), now);
      return Move.of(over ? Move.Kind.CONFIRM : Move.Kind.STAY);
    }
    boolean scored =
        seen.scored() || isOver(Times.instant(trial.getBegan()), policy.getLogShadowWait(), now);
    return held || !scored ? Move.of(Move.Kind.STAY) : climb(trial, seen, now);
  }

  private static boolean isWorse(Counted seen) {
    var all = seen.validated().and(seen.live());
    return capital(all.worse(), all.better(), all.same(), 0) >= CAPITAL;
  }

  private boolean alarms(Counted seen) {
    var guards = seen.guards();
    GuardPolicy limits = policy.getGuards();
    return exceeds(guards.getFailedAlone(), guards.getRequests(), FAILURES)
        || exceeds(guards.getSlow(), guards.getRequests(), limits.getSlow());
  }

  private static boolean exceeds(long count, long of, double allowed) {
    return count > 0 && capital(count, 0, of - count, -allowed) >= CAPITAL;
  }

  private Move climb(RolloutTrial trial, Counted seen, Instant now) {
    var plan = policy.getRefresh();
    if (plan.getMode() == RolloutPolicy.Mode.SHADOW) {
      return Move.of(inFavour(seen.live()) >= CAPITAL ? Move.Kind.PROMOTE : Move.Kind.STAY);
    }
    var shares = plan.getSharesList();
    boolean first = trial.getStage() == RolloutTrial.Stage.SHADOW_STAGE; // and free
    boolean soaked = first || isOver(Times.instant(trial.getSince()), plan.getSoak(), now);
    if (!soaked || (!first && inFavour(seen.live()) < needed(shares, trial.getShare()))) {
      return Move.of(Move.Kind.STAY);
    }
    return shares.stream()
        .filter(share -> share > trial.getShare())
        .findFirst()
        .map(share -> new Move(Move.Kind.WIDEN, share))
        .orElse(Move.of(Move.Kind.PROMOTE));
  }

  private static boolean isOver(Instant since, com.google.protobuf.Duration wire, Instant now) {
    return !now.isBefore(since.plus(Duration.ofSeconds(wire.getSeconds(), wire.getNanos())));
  }
}
