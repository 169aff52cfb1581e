package dev.graft.inference.rollout;

import com.google.protobuf.Timestamp;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutState.Phase;
import dev.graft.v1.VersionRef;
import java.time.Instant;

/** One change of a rollout: every one counts up the revision and says why, by whom and when. */
final class Change {

  private Change() {}

  /** What serves stays; something worth knowing was learned. */
  static RolloutState noted(RolloutState.Builder next, String why, Instant now) {
    return to(next, next.getPhase(), why, "the judge", now);
  }

  /** Another version serves; the one before joins those that were stable, the most recent first. */
  static RolloutState serve(
      RolloutState.Builder next,
      VersionRef version,
      Phase phase,
      String why,
      String by,
      Instant now) {
    Versions.succeed(next, version);
    return to(next, phase, why, by, now);
  }

  static RolloutState to(
      RolloutState.Builder next, Phase phase, String why, String by, Instant now) {
    return next.setPhase(phase)
        .setWhy(why)
        .setBy(by)
        .setSince(Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
        .setRevision(next.getRevision() + 1)
        .build();
  }
}
