package dev.graft.inference.rollout;

import dev.graft.v1.ExampleChange;
import dev.graft.v1.RolloutState.Phase;
import dev.graft.v1.RolloutTrial.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a {@link RolloutModel}'s task stands, and the changes that more than one cause has. */
final class ModelStanding {
  final boolean queue;
  final ModelVersions versions = new ModelVersions();
  final List<Long> waiting = new ArrayList<>();
  final List<ExampleChange> changes = new ArrayList<>();
  boolean held;
  boolean rolledBack;
  boolean deleted;
  @Nullable ModelTrial trial;

  ModelStanding(boolean queue) {
    this.queue = queue;
  }

  void waits(long version) {
    if (!queue) {
      waiting.clear();
    }
    waiting.add(version);
  }

  void begin(long version, Instant now) {
    rolledBack = false;
    long before = versions.stable();
    if (!versions.followsDirectly(version)) {
      trial = begun(version, before, Stage.SHADOW_STAGE, now, now);
      return;
    }
    versions.serve(version);
    if (before == 0 || trying()) {
      return; // nothing to compare with, or what is on trial goes on
    }
    boolean goesOn = trial != null && now.isBefore(trial().lineSince.plus(RolloutModel.WATCH));
    trial =
        goesOn
            ? begun(version, trial().baseline, Stage.WATCH_STAGE, trial().lineSince, now)
            : begun(version, before, Stage.WATCH_STAGE, now, now);
  }

  ModelTrial begun(long version, long other, Stage stage, Instant line, Instant now) {
    return new ModelTrial(version, other, stage, line, now, versions.cut(version, other));
  }

  /** Nothing is begun, or compared, with it any more. */
  void lost(long version) {
    waiting.remove(version);
    if (trial == null) {
      return;
    }
    if (trial.candidate == version) {
      trial = null;
    } else if (trial.baseline == version) {
      if (!trial.watched()) {
        waiting.add(0, trial.candidate); // once more, beside another
      }
      trial = null;
    }
  }

  boolean ended() {
    trial = null;
    rolledBack = true;
    return true;
  }

  void watch(Instant now) {
    trial().enter(Stage.WATCH_STAGE, 0, now);
    trial().lineSince = now;
  }

  boolean trying() {
    return trial != null && !trial.watched();
  }

  ModelTrial trial() {
    return Objects.requireNonNull(trial);
  }

  long onTrial() {
    return trying() ? trial().candidate : 0;
  }

  long stable() {
    return versions.stable();
  }

  Phase phase() {
    if (held) {
      return Phase.HELD;
    }
    if (trying()) {
      return trial().stage == Stage.CANARY_STAGE ? Phase.CANARY : Phase.SHADOW;
    }
    return stable() == 0 ? Phase.EMPTY : rolledBack ? Phase.ROLLED_BACK : Phase.STABLE;
  }

  /** As {@link Lines} writes a state. */
  String line() {
    return Lines.line(
        phase(),
        stable(),
        trial == null
            ? "no trial"
            : Lines.trial(trial.candidate, trial.baseline, trial.stage, trial.share),
        rolledBack,
        waiting,
        versions.previous(),
        versions.refused(),
        versions.newest());
  }
}
