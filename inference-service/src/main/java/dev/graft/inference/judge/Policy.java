package dev.graft.inference.judge;

import dev.graft.inference.evidence.SequentialTest;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What a task asks of its rollouts.
 *
 * @param refresh for a new head on the embeddings and classes of the stable version
 * @param change for new embeddings or other classes
 * @param overlap what a release during a trial does
 * @param test what the labels must say
 * @param limits what needs no labels
 * @param watch how long the version before stays under watch beside the new stable one
 * @param patience an undecided trial gives way after this long, if another version waits
 * @param restless under LATEST, how long newer releases may go on replacing each other before one
 *     is held to its trial
 * @param logShadowWait how long a candidate waits in shadow to be scored on stored images; then it
 *     goes on without
 */
public record Policy(
    Plan refresh,
    Plan change,
    Overlap overlap,
    SequentialTest test,
    GuardLimits limits,
    Duration watch,
    Duration patience,
    Duration restless,
    Duration logShadowWait) {

  /** What a release does while another version is on trial. */
  public enum Overlap {
    /** It takes the candidate's place; later, see {@link Policy#restless}, the newest waits. */
    LATEST,
    /** All wait, in order. */
    QUEUE
  }

  public static final Policy DEFAULT =
      new Policy(
          Plan.DIRECT,
          Plan.CANARY,
          Overlap.LATEST,
          SequentialTest.DEFAULT,
          GuardLimits.DEFAULT,
          Duration.ofDays(7),
          Duration.ofDays(7),
          Duration.ofHours(1),
          Duration.ofMinutes(10));

  public Policy {
    if (Stream.of(watch, patience, restless, logShadowWait).anyMatch(Duration::isNegative)) {
      throw new IllegalArgumentException(
          "watch, patience, restless and the wait for log shadow can't be negative");
    }
  }

  /** The same, but every version serves at once. */
  public Policy direct() {
    return new Policy(
        Plan.DIRECT, Plan.DIRECT, overlap, test, limits, watch, patience, restless, logShadowWait);
  }

  /** The plan of a version that would follow the other. */
  Plan planFor(Version version, Version other) {
    return version.refreshes(other) ? refresh : change;
  }
}
