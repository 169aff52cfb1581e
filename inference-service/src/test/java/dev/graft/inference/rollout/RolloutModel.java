package dev.graft.inference.rollout;

import com.google.protobuf.Message;
import dev.graft.v1.Command;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.LogShadow;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.Predicted;
import dev.graft.v1.ReplicaState;
import dev.graft.v1.RolloutState.Phase;
import dev.graft.v1.RolloutTrial.Stage;
import dev.graft.v1.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a task's rollout should do with what its topics say, as plainly as possible, for tasks with
 * {@link Drawn#policy} and fewer than twenty versions. It forgets nothing, counts everything anew
 * at each look, and knows none of the judge's classes.
 */
final class RolloutModel {
  static final List<Double> SHARES = List.of(0.01, 0.1, 0.5);
  static final Duration SOAK = Duration.ofMinutes(10);
  static final Duration WATCH = Duration.ofHours(6);
  static final Duration PATIENCE = Duration.ofHours(3);
  static final Duration RESTLESS = Duration.ofMinutes(30);
  static final Duration LOG_SHADOW = Duration.ofMinutes(10);

  private final boolean queue;
  private final ModelVersions versions = new ModelVersions();
  private final List<Long> waiting = new ArrayList<>();
  private final Map<String, Boolean> outcomes = new HashMap<>();
  private final List<ExampleChange> changes = new ArrayList<>();
  private boolean held;
  private boolean rolledBack;
  private boolean deleted;
  private @Nullable ModelTrial trial;

  RolloutModel(boolean queue) {
    this.queue = queue;
  }

  void take(Message message, Instant now) {
    if (news(message, now)) {
      look(now);
    }
  }

  private boolean news(Message message, Instant now) {
    if (message instanceof Predicted predicted) {
      if (trial != null) {
        trial.answered(predicted);
      }
      return false; // counted, and told of with the next look
    }
    if (message instanceof ExampleChange change) {
      changes.add(change);
      return false;
    }
    if (message instanceof LogShadow shadow) {
      return trial != null && trial.scored(shadow);
    }
    if (message instanceof TaskSpec spec) {
      deleted = spec.getDeleted();
      return true;
    }
    if (message instanceof ModelPublished model) {
      return model.getBundleDigest().isEmpty()
          ? withdrawn(model.getVersion())
          : published(model, now);
    }
    return message instanceof ReplicaState replica
        ? refused(replica)
        : commanded((Command) message, now);
  }

  // --- versions

  private boolean published(ModelPublished model, Instant now) {
    long version = model.getVersion();
    if (!versions.published(version, model.getSpace(), model.getDataset().getSequence())) {
      return false;
    }
    if (!versions.isNewest(version)) {
      return true; // too late to serve by itself
    }
    if (!versions.isGood(version) || (model.hasGate() && !model.getGate().getReleased())) {
      return true;
    }
    if (held) {
      waits(version);
    } else if (!trying() || versions.followsDirectly(version)) {
      begin(version, now);
    } else if (!queue && now.isBefore(trial().lineSince.plus(RESTLESS))) {
      trial = begun(version, versions.stable(), Stage.SHADOW_STAGE, trial().lineSince, now);
    } else {
      waits(version);
    }
    return true;
  }

  private void waits(long version) {
    if (!queue) {
      waiting.clear();
    }
    waiting.add(version);
  }

  private void begin(long version, Instant now) {
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
    boolean goesOn = trial != null && now.isBefore(trial().lineSince.plus(WATCH));
    trial =
        goesOn
            ? begun(version, trial().baseline, Stage.WATCH_STAGE, trial().lineSince, now)
            : begun(version, before, Stage.WATCH_STAGE, now, now);
  }

  private ModelTrial begun(long version, long other, Stage stage, Instant line, Instant now) {
    return new ModelTrial(version, other, stage, line, now, versions.cut(version, other));
  }

  private boolean withdrawn(long version) {
    boolean known = versions.withdrawn(version);
    if (known) {
      lost(version);
    }
    return known;
  }

  /** Nothing is begun, or compared, with it any more. */
  private void lost(long version) {
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

  /** Of one version at most. */
  private boolean refused(ReplicaState replica) {
    long version = replica.getRefused(0).getVersion();
    if (!versions.refused(version, replica.getRefused(0).getBundleDigest())) {
      return false;
    }
    rolledBack |= trying() && trial().candidate == version;
    lost(version);
    if (version == versions.stable()) {
      versions.fallBack();
    }
    return true;
  }

  // --- commands

  private boolean commanded(Command command, Instant now) {
    if (outcomes.containsKey(command.getCommandId())) {
      return false;
    }
    outcomes.put(command.getCommandId(), expected(command) && obeyed(command, now));
    return true;
  }

  private boolean expected(Command command) {
    return (command.getExpectedStable() == 0 || command.getExpectedStable() == stable())
        && (command.getExpectedCandidate() == 0 || command.getExpectedCandidate() == onTrial())
        && (command.getExpectedPhase() == Phase.PHASE_UNSPECIFIED
            || command.getExpectedPhase() == phase());
  }

  /** False: it can't be. */
  private boolean obeyed(Command command, Instant now) {
    return switch (command.getCommandCase()) {
      case PAUSE -> {
        held = true;
        yield true;
      }
      case RESUME -> {
        boolean possible = held;
        held = false;
        yield possible;
      }
      case ABORT -> trying() && ended();
      case ROLL_BACK -> rolledBack(command.getRollBack().getToVersion());
      default -> promoted(command.getPromote().getVersion(), now);
    };
  }

  private boolean ended() {
    trial = null;
    rolledBack = true;
    return true;
  }

  private boolean rolledBack(long to) {
    if (to != 0 || !trying()) {
      long target = to == 0 ? versions.before().orElse(0L) : to;
      if (!versions.canServe(target) || target >= stable()) {
        return false;
      }
      versions.serve(target);
    }
    held = true;
    return ended();
  }

  private boolean promoted(long wanted, Instant now) {
    long usual = trying() ? trial().candidate : versions.newest();
    long version = wanted == 0 ? usual : wanted;
    if (!versions.canServe(version)) {
      return false;
    }
    held = false;
    rolledBack = false;
    long before = stable();
    versions.serve(version);
    if (onTrial() == version) {
      watch(now);
      return true;
    }
    waiting.clear();
    if (before == 0) {
      trial = null;
    } else if (before != version) {
      trial = begun(version, before, Stage.WATCH_STAGE, now, now);
    }
    return true;
  }

  private void watch(Instant now) {
    trial().enter(Stage.WATCH_STAGE, 0, now);
    trial().lineSince = now;
  }

  // --- verdicts

  /** Time has passed. */
  void look(Instant now) {
    for (int changed = 0; judged(now); changed++) {
      if (changed > 100) {
        throw new AssertionError("never comes to rest: " + line());
      }
    }
  }

  /** One change at most. */
  private boolean judged(Instant now) {
    if (deleted) {
      boolean had = trial != null || !waiting.isEmpty();
      trial = null;
      waiting.clear();
      return had;
    }
    if (trial != null && moved(now)) {
      return true;
    }
    if (held || trying() || waiting.isEmpty()) {
      return false;
    }
    begin(waiting.remove(0), now);
    return true;
  }

  private boolean moved(Instant now) {
    boolean watched = trial().watched();
    if (trial().bad(changes)) {
      if (held && watched) {
        return false; // a person holds what serves
      }
      if (watched) {
        versions.serve(trial().baseline);
      }
      return ended();
    }
    if (!watched) {
      return !held && climbed(now);
    }
    boolean over = trial().over(trial().since, WATCH, now);
    if (over) {
      trial = null;
    }
    return over;
  }

  private boolean climbed(Instant now) {
    if (versions.alike(trial().candidate, trial().baseline)) {
      return promotedByItself(now);
    }
    boolean first = trial().stage == Stage.SHADOW_STAGE;
    boolean ready = trial().shadowed() || trial().over(trial().began, LOG_SHADOW, now);
    boolean soaked = first || trial().over(trial().since, SOAK, now);
    if (ready && soaked && (first || trial().proven(changes, SHARES))) {
      var next = SHARES.stream().filter(each -> each > trial().share).findFirst();
      next.ifPresent(share -> trial().enter(Stage.CANARY_STAGE, share, now));
      return next.isPresent() || promotedByItself(now);
    }
    boolean givesWay = !waiting.isEmpty() && trial().over(trial().began, PATIENCE, now);
    if (givesWay) {
      trial = null;
    }
    return givesWay;
  }

  private boolean promotedByItself(Instant now) {
    versions.serve(trial().candidate);
    watch(now);
    return true;
  }

  // --- what can be seen

  private boolean trying() {
    return trial != null && !trial.watched();
  }

  private ModelTrial trial() {
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

  @Nullable ModelTrial onTrialOrWatched() {
    return trial;
  }

  /** Whether each command was carried out. */
  Map<String, Boolean> outcomes() {
    return outcomes;
  }

  List<ExampleChange> changes() {
    return changes;
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
