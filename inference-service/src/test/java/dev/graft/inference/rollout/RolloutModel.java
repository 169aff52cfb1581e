package dev.graft.inference.rollout;

import com.google.protobuf.Message;
import dev.graft.v1.Command;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.LogShadow;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.Predicted;
import dev.graft.v1.RefusedVersion;
import dev.graft.v1.ReplicaState;
import dev.graft.v1.RolloutState.Phase;
import dev.graft.v1.RolloutTrial.Stage;
import dev.graft.v1.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a task's rollout should do with what its topics say, as plainly as possible, for tasks with
 * {@link Drawn#policy}. It forgets nothing, counts everything anew at each look, and knows none of
 * the judge's classes.
 */
final class RolloutModel {
  static final List<Double> SHARES = List.of(0.01, 0.1, 0.5);
  static final Duration SOAK = Duration.ofMinutes(10);
  static final Duration WATCH = Duration.ofHours(6);
  static final Duration PATIENCE = Duration.ofHours(3);
  static final Duration RESTLESS = Duration.ofMinutes(30);
  static final Duration LOG_SHADOW = Duration.ofMinutes(10);

  private final boolean queue;
  private final Map<Long, String> spaces = new TreeMap<>(); // of versions that are known
  private final Map<Long, Long> datasets = new HashMap<>();
  private final Set<Long> refused = new HashSet<>();
  private final List<Long> previous = new ArrayList<>();
  private final List<Long> waiting = new ArrayList<>();
  private final Map<String, Boolean> outcomes = new HashMap<>();
  private final List<ExampleChange> changes = new ArrayList<>();
  private long newest;
  private long stable; // 0: none
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
    datasets.put(version, model.getDataset().getSequence());
    if (spaces.putIfAbsent(version, model.getSpace()) != null) {
      return false;
    }
    if (version < newest) {
      return true; // too late to serve by itself
    }
    newest = version;
    if (refused.contains(version) || (model.hasGate() && !model.getGate().getReleased())) {
      return true;
    }
    if (held) {
      waits(version);
    } else if (!trying() || follows(version)) {
      begin(version, now);
    } else if (!queue && now.isBefore(trial().lineSince.plus(RESTLESS))) {
      trial = begun(version, stable, Stage.SHADOW_STAGE, trial().lineSince, now);
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

  /** A new head on what the stable version looks at serves at once. */
  private boolean follows(long version) {
    return stable == 0 || Objects.equals(spaces.get(version), spaces.get(stable));
  }

  private void begin(long version, Instant now) {
    rolledBack = false;
    if (!follows(version)) {
      trial = begun(version, stable, Stage.SHADOW_STAGE, now, now);
      return;
    }
    long before = stable;
    serve(version);
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
    long most = datasets.isEmpty() ? Long.MAX_VALUE : Collections.max(datasets.values());
    long cut =
        Math.max(datasets.getOrDefault(version, most), datasets.getOrDefault(other, most));
    return new ModelTrial(version, other, stage, line, now, cut);
  }

  private void serve(long version) {
    previous.remove(version);
    if (stable != 0 && stable != version) {
      previous.add(0, stable);
    }
    stable = version;
  }

  private boolean withdrawn(long version) {
    datasets.remove(version);
    if (version == stable || spaces.remove(version) == null) {
      return false;
    }
    previous.remove(version);
    lost(version);
    return true;
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

  private boolean refused(ReplicaState replica) {
    var news =
        replica.getRefusedList().stream()
            .filter(each -> !refused.contains(each.getVersion()))
            .filter(
                each ->
                    !spaces.containsKey(each.getVersion())
                        || each.getBundleDigest().equals(Drawn.digest(each.getVersion())))
            .map(RefusedVersion::getVersion)
            .toList();
    for (long version : news) {
      refused.add(version);
      rolledBack |= trying() && trial().candidate == version;
      lost(version);
    }
    if (stable != 0 && news.contains(stable)) {
      var good = before().or(() -> previous.stream().filter(this::isGood).findFirst());
      good.ifPresentOrElse(this::serve, () -> stable = 0);
    }
    return !news.isEmpty();
  }

  private boolean isGood(long version) {
    return !refused.contains(version);
  }

  private Optional<Long> before() {
    return previous.stream().filter(this::isGood).filter(each -> each < stable).findFirst();
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
    return (command.getExpectedStable() == 0 || command.getExpectedStable() == stable)
        && (command.getExpectedCandidate() == 0 || command.getExpectedCandidate() == onTrial())
        && (command.getExpectedPhase() == Phase.PHASE_UNSPECIFIED
            || command.getExpectedPhase() == phase());
  }

  /** False: it can't be. */
  private boolean obeyed(Command command, Instant now) {
    switch (command.getCommandCase()) {
      case PAUSE -> {
        held = true;
        return true;
      }
      case RESUME -> {
        var possible = held;
        held = false;
        return possible;
      }
      case ABORT -> {
        var possible = trying();
        if (possible) {
          ended();
        }
        return possible;
      }
      case ROLL_BACK -> {
        return rolledBack(command.getRollBack().getToVersion());
      }
      default -> {
        return promoted(command.getPromote().getVersion(), now);
      }
    }
  }

  private void ended() {
    trial = null;
    rolledBack = true;
  }

  private boolean rolledBack(long to) {
    if (to != 0 || !trying()) {
      long target = to == 0 ? before().orElse(0L) : to;
      if (!spaces.containsKey(target) || target >= stable || !isGood(target)) {
        return false;
      }
      serve(target);
    }
    ended();
    held = true;
    return true;
  }

  private boolean promoted(long wanted, Instant now) {
    long version = wanted != 0 ? wanted : trying() ? trial().candidate : newest;
    if (!spaces.containsKey(version) || !isGood(version)) {
      return false;
    }
    held = false;
    rolledBack = false;
    long before = stable;
    serve(version);
    if (trying() && trial().candidate == version) {
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
    if (trial != null) {
      if (trial.bad(changes)) {
        if (!held || !trial.watched()) {
          if (trial.watched()) {
            serve(trial.baseline);
          }
          ended();
          return true;
        }
      } else if (trial.watched()) {
        if (trial.over(trial.since, WATCH, now)) {
          trial = null;
          return true;
        }
      } else if (!held && climbed(now)) {
        return true;
      }
    }
    if (held || trying() || waiting.isEmpty()) {
      return false;
    }
    begin(waiting.remove(0), now);
    return true;
  }

  private boolean climbed(Instant now) {
    boolean first = trial().stage == Stage.SHADOW_STAGE;
    if (Objects.equals(spaces.get(trial().candidate), spaces.get(trial().baseline))) {
      return promotedByItself(now);
    }
    boolean ready = trial().shadowed() || trial().over(trial().began, LOG_SHADOW, now);
    boolean soaked = first || trial().over(trial().since, SOAK, now);
    if (ready && soaked && (first || trial().proven(changes, SHARES))) {
      var next = SHARES.stream().filter(each -> each > trial().share).findFirst();
      if (next.isEmpty()) {
        return promotedByItself(now);
      }
      trial().enter(Stage.CANARY_STAGE, next.get(), now);
      return true;
    }
    if (!waiting.isEmpty() && trial().over(trial().began, PATIENCE, now)) {
      trial = null; // gives way
      return true;
    }
    return false;
  }

  private boolean promotedByItself(Instant now) {
    serve(trial().candidate);
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
    return stable;
  }

  Phase phase() {
    if (held) {
      return Phase.HELD;
    }
    if (trying()) {
      return trial().stage == Stage.CANARY_STAGE ? Phase.CANARY : Phase.SHADOW;
    }
    return stable == 0 ? Phase.EMPTY : rolledBack ? Phase.ROLLED_BACK : Phase.STABLE;
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

  /** As {@link Drawn#line} writes a state. */
  String line() {
    return Drawn.line(
        phase(),
        stable,
        trial == null ? "no trial" : Drawn.trial(trial.candidate, trial.baseline, trial.stage, trial.share),
        rolledBack,
        waiting,
        previous,
        refused,
        newest);
  }
}
