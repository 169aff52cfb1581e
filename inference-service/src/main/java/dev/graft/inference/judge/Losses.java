package dev.graft.inference.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Versions that are gone, or that a replica could not load. */
final class Losses {

  private Losses() {}

  static Rollout withdrawn(Rollout rollout, long number, Instant now) {
    if (rollout.known().isStable(number) || !rollout.known().knows(number)) {
      return rollout; // what serves is never forgotten
    }
    var next = rollout.with(rollout.known().forgetting(number));
    return Releases.noted(without(next, number), "version " + number + " was collected", now);
  }

  /** Whatever is stable stays so, in case the task is made again. */
  static Rollout deleted(Rollout rollout, Instant now) {
    return rollout.trial() == null && rollout.waiting().isEmpty()
        ? rollout
        : Releases.noted(
            rollout.with((Trial) null).waitingFor(List.of()), "the task was deleted", now);
  }

  static Rollout refused(Rollout rollout, Event.Refused event, Instant now) {
    var known = rollout.known();
    var news =
        event.refusals().stream()
            .filter(each -> !known.refuses(each.version()))
            .filter(each -> known.means(each.version(), each.digest()))
            .toList();
    if (news.isEmpty()) {
      return rollout;
    }
    var next = rollout;
    for (var refusal : news) {
      next = refused(next, refusal.version());
    }
    for (var refusal : news) {
      if (known.isStable(refusal.version())) {
        return fallBack(next, refusal, event.replica(), now);
      }
    }
    return Releases.noted(next, why(news.get(0), event.replica()), now);
  }

  private static Rollout refused(Rollout rollout, long number) {
    var next = rollout.with(rollout.known().refusing(number));
    var running = rollout.candidacy();
    var lost = running != null && running.candidate().number() == number;
    return lost ? without(next, number).rolledBack(true) : without(next, number);
  }

  /** Nothing is compared with, or begun with, a version that can't be loaded. */
  private static Rollout without(Rollout rollout, long number) {
    var next = rollout.waitingFor(Known.without(rollout.waiting(), number));
    var trial = rollout.trial();
    if (trial == null) {
      return next;
    }
    if (trial.candidate().number() == number) {
      return next.with((Trial) null);
    }
    if (trial.baseline().number() != number) {
      return next;
    }
    return trial.watching() ? next.with((Trial) null) : anew(next, trial);
  }

  /** The candidate is the next to begin, beside whatever is stable then. */
  private static Rollout anew(Rollout rollout, Trial trial) {
    var waiting = new ArrayList<>(List.of(trial.candidate()));
    waiting.addAll(rollout.waiting());
    return rollout.with((Trial) null).waitingFor(waiting);
  }

  private static Rollout fallBack(
      Rollout rollout, Event.Refusal refusal, String replica, Instant now) {
    var good = rollout.known().newestGood();
    if (good.isPresent()) {
      var back = rollout.with(rollout.known().succeededBy(good.get()));
      return back.because(
          "back to %s: %s".formatted(good.get(), why(refusal, replica)), replica, now);
    }
    return rollout
        .with(rollout.known().withoutStable())
        .because("no version is left: " + why(refusal, replica), replica, now);
  }

  private static String why(Event.Refusal refusal, String replica) {
    return "replica %s refused version %d: %s".formatted(replica, refusal.version(), refusal.why());
  }
}
