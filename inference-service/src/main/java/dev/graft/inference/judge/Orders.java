package dev.graft.inference.judge;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What people and programs may order, and when not; either way the outcome is written into the
 * rollout.
 */
final class Orders {

  private Orders() {}

  static Rollout carryOut(Rollout rollout, Command command, Policy policy, Instant now) {
    var mismatch = command.expected().mismatch(rollout);
    var ruling =
        mismatch.isPresent()
            ? new Ruling.Refuse(mismatch.get())
            : rule(rollout, command.order(), policy, now);
    var by = command.by().isEmpty() ? "unknown" : command.by();
    if (ruling instanceof Ruling.CarryOut done) {
      return done.next()
          .answering(new Outcome(command.id(), ""))
          .because(command.said(done.why()), by, now);
    }
    var why = ((Ruling.Refuse) ruling).why();
    return rollout
        .answering(new Outcome(command.id(), why))
        .because(command.said("refused a command: " + why), by, now);
  }

  private static Ruling rule(Rollout rollout, Command.Order order, Policy policy, Instant now) {
    if (order instanceof Command.RollBack rollBack) {
      return rollBack(rollout, rollBack.to());
    }
    if (order instanceof Command.Promote promote) {
      return promote(rollout, promote.version(), now);
    }
    if (order instanceof Command.TryOut tryOut) {
      return TryOuts.rule(rollout, tryOut.version(), policy, now);
    }
    if (order instanceof Command.Abort) {
      return abort(rollout);
    }
    if (order instanceof Command.Resume) {
      return rollout.held()
          ? new Ruling.CarryOut(rollout.holding(false), "resumed")
          : new Ruling.Refuse("the task is not held");
    }
    var stable = Command.name(rollout.known().stableNumber());
    return new Ruling.CarryOut(rollout.holding(true), "paused at " + stable);
  }

  private static Ruling abort(Rollout rollout) {
    var running = rollout.candidacy();
    return running == null
        ? new Ruling.Refuse("no candidate is on trial; to go back, roll back")
        : new Ruling.CarryOut(ended(rollout), "aborted the trial of " + running.candidate());
  }

  private static Ruling rollBack(Rollout rollout, long to) {
    var known = rollout.known();
    var running = rollout.candidacy();
    if (to == 0 && running != null) {
      return new Ruling.CarryOut(
          ended(rollout).holding(true), "rolled back the trial of " + running.candidate());
    }
    var target = to == 0 ? known.before() : known.find(to);
    if (target.isEmpty()) {
      return new Ruling.Refuse(missing(known, to));
    }
    if (target.get().number() >= known.stableNumber()) {
      return new Ruling.Refuse(
          "%s is not earlier than the stable %s; promote it instead"
              .formatted(target.get(), Command.name(known.stableNumber())));
    }
    if (known.refuses(target.get().number())) {
      return new Ruling.Refuse(unfit(target.get()));
    }
    return new Ruling.CarryOut(
        ended(rollout).with(known.succeededBy(target.get())).holding(true),
        "rolled back from %d to %s".formatted(known.stableNumber(), target.get()));
  }

  private static String missing(Known known, long to) {
    if (to != 0) {
      return "version " + to + " is not known, or no longer kept";
    }
    return known.stable() == null
        ? "the task serves no version"
        : "no version was stable before " + known.stable();
  }

  private static Ruling promote(Rollout rollout, long wanted, Instant now) {
    var target = target(rollout, wanted);
    if (target.isEmpty()) {
      return new Ruling.Refuse(unknown(wanted));
    }
    var version = target.get();
    if (rollout.known().refuses(version.number())) {
      return new Ruling.Refuse(unfit(version));
    }
    return new Ruling.CarryOut(
        promoted(rollout, version, now).holding(false), "promoted " + version);
  }

  /** Which version is meant; 0: the candidate, or else the newest. */
  static Optional<Version> target(Rollout rollout, long wanted) {
    var known = rollout.known();
    var running = rollout.candidacy();
    var usual = running == null ? known.newestNumber() : running.candidate().number();
    return known.find(wanted == 0 ? usual : wanted);
  }

  static String unknown(long wanted) {
    return wanted == 0
        ? "no version was published yet"
        : "version " + wanted + " is not known, or no longer kept";
  }

  /**
   * A candidate keeps its evidence, and whoever waits goes on waiting. What else a person promotes
   * is watched afresh, and passes over those that wait: they would take its place at once.
   */
  private static Rollout promoted(Rollout rollout, Version version, Instant now) {
    var stable = rollout.known().stable();
    var running = rollout.candidacy();
    var next = rollout.with(rollout.known().succeededBy(version)).rolledBack(false);
    if (running != null && running.candidate().number() == version.number()) {
      return next.with(running.watched(now));
    }
    next = next.waitingFor(List.of());
    if (stable == null) {
      return next.with((Trial) null);
    }
    return stable.number() == version.number()
        ? next
        : next.with(Trial.watch(version, stable, now, now));
  }

  private static Rollout ended(Rollout rollout) {
    return rollout.with((Trial) null).rolledBack(true);
  }

  static String unfit(Version version) {
    return version + " was refused by a replica: it fails its checks";
  }
}
