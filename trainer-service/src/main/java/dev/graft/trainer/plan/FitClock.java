package dev.graft.trainer.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What has happened to a task since its last fit began, and so when the next one is due.
 *
 * <pre>
 *   changed, commanded          started              ended, failed
 *  quiet ------------> pending ---------> fitting ------------------> quiet, or pending if
 *                                                                     something changed meanwhile
 * </pre>
 *
 * @param oldest the first change that no fit has seen
 * @param newest the last one
 * @param changes how many
 * @param command who wants a fit now, and why
 * @param fitting never two fits of a task at once
 * @param notBefore back-off after failures
 * @param failures in a row
 */
public record FitClock(
    Optional<Instant> oldest,
    Optional<Instant> newest,
    int changes,
    Optional<String> command,
    boolean fitting,
    Optional<Instant> notBefore,
    int failures) {
  private static final Duration FIRST_BACK_OFF = Duration.ofMillis(500);
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);

  public static final FitClock QUIET =
      new FitClock(
          Optional.empty(), Optional.empty(), 0, Optional.empty(), false, Optional.empty(), 0);

  /** Something that a fit would see has changed. */
  public FitClock changed(Instant now) {
    return new FitClock(
        Optional.of(oldest.orElse(now)),
        Optional.of(now),
        changes + 1,
        command,
        fitting,
        notBefore,
        failures);
  }

  public FitClock commanded(String why) {
    return new FitClock(oldest, newest, changes, Optional.of(why), fitting, notBefore, failures);
  }

  /** A fit took all there was. */
  public FitClock started() {
    return new FitClock(
        Optional.empty(), Optional.empty(), 0, Optional.empty(), true, notBefore, failures);
  }

  /** It can't be done with what there is: forget the changes until the next one. */
  public FitClock putOff() {
    return new FitClock(
        Optional.empty(), Optional.empty(), 0, Optional.empty(), fitting, notBefore, failures);
  }

  /** A fit came to its end, released or refused. */
  public FitClock ended() {
    return new FitClock(oldest, newest, changes, command, false, Optional.empty(), 0);
  }

  /**
   * A fit broke. The next change tries again, though not before a back-off.
   *
   * @param again the world was broken, not the fit: try again without a change
   */
  public FitClock failed(Instant now, boolean again) {
    FitClock pending = again ? changed(now) : this;
    return new FitClock(
        pending.oldest,
        pending.newest,
        pending.changes,
        command,
        false,
        Optional.of(now.plus(backOff(failures))),
        failures + 1);
  }

  public boolean pending() {
    return oldest.isPresent() || command.isPresent();
  }

  /** Earliest instant at which there may be something to decide; empty while all is quiet. */
  public Optional<Instant> due(Pace pace) {
    if (fitting || !pending()) {
      return Optional.empty();
    }
    Instant wanted =
        command.isPresent()
            ? Instant.MIN
            : earlier(
                newest.orElseThrow().plus(pace.debounce()),
                oldest.orElseThrow().plus(pace.maxWait()));
    Instant allowed = notBefore.orElse(Instant.MIN);
    return Optional.of(wanted.isBefore(allowed) ? allowed : wanted);
  }

  /** Whether to fit now. */
  public Decision decide(Pace pace, Readiness readiness, Instant now) {
    Optional<Instant> due = due(pace);
    if (due.isEmpty()) {
      return new Decision.Rest();
    }
    if (now.isBefore(due.get())) {
      return new Decision.Wait(due.get());
    }
    if (readiness instanceof Readiness.NotReady notReady) {
      return new Decision.NotYet(notReady.why());
    }
    return new Decision.Fit(command.orElse(changes == 1 ? "one change" : changes + " changes"));
  }

  private static Duration backOff(int failures) {
    Duration wanted = FIRST_BACK_OFF.multipliedBy(1L << Math.min(failures, 10));
    return wanted.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : wanted;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
