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
import java.util.List;
import java.util.Map;
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

  private final ModelStanding task;
  private final ModelCommands commands;
  private final ModelVerdicts verdicts;

  RolloutModel(boolean queue) {
    this.task = new ModelStanding(queue);
    this.commands = new ModelCommands(task);
    this.verdicts = new ModelVerdicts(task);
  }

  void take(Message message, Instant now) {
    if (news(message, now)) {
      look(now);
    }
  }

  private boolean news(Message message, Instant now) {
    if (message instanceof Predicted predicted) {
      if (task.trial != null) {
        task.trial.answered(predicted);
      }
      return false; // counted, and told of with the next look
    }
    if (message instanceof ExampleChange change) {
      task.changes.add(change);
      return false;
    }
    if (message instanceof LogShadow shadow) {
      return task.trial != null && task.trial.scored(shadow);
    }
    if (message instanceof TaskSpec spec) {
      task.deleted = spec.getDeleted();
      return true;
    }
    if (message instanceof ModelPublished model) {
      return model.getBundleDigest().isEmpty()
          ? withdrawn(model.getVersion())
          : published(model, now);
    }
    return message instanceof ReplicaState replica
        ? refused(replica)
        : commands.commanded((Command) message, now);
  }

  private boolean published(ModelPublished model, Instant now) {
    long version = model.getVersion();
    if (!task.versions.published(version, model.getSpace(), model.getDataset().getSequence())) {
      return false;
    }
    if (!task.versions.isNewest(version)) {
      return true; // too late to serve by itself
    }
    if (!task.versions.isGood(version) || (model.hasGate() && !model.getGate().getReleased())) {
      return true;
    }
    if (task.held) {
      task.waits(version);
    } else if (!task.trying() || task.versions.followsDirectly(version)) {
      task.begin(version, now);
    } else if (!task.queue && now.isBefore(task.trial().lineSince.plus(RESTLESS))) {
      task.trial =
          task.begun(
              version, task.versions.stable(), Stage.SHADOW_STAGE, task.trial().lineSince, now);
    } else {
      task.waits(version);
    }
    return true;
  }

  private boolean withdrawn(long version) {
    boolean known = task.versions.withdrawn(version);
    if (known) {
      task.lost(version);
    }
    return known;
  }

  /** Of one version at most. */
  private boolean refused(ReplicaState replica) {
    long version = replica.getRefused(0).getVersion();
    if (!task.versions.refused(version, replica.getRefused(0).getBundleDigest())) {
      return false;
    }
    task.rolledBack |= task.trying() && task.trial().candidate == version;
    task.lost(version);
    if (version == task.versions.stable()) {
      task.versions.fallBack();
    }
    return true;
  }

  /** Time has passed. */
  void look(Instant now) {
    for (int changed = 0; verdicts.judged(now); changed++) {
      if (changed > 100) {
        throw new AssertionError("never comes to rest: " + task.line());
      }
    }
  }

  long onTrial() {
    return task.onTrial();
  }

  long stable() {
    return task.stable();
  }

  Phase phase() {
    return task.phase();
  }

  @Nullable ModelTrial onTrialOrWatched() {
    return task.trial;
  }

  Map<String, Boolean> outcomes() {
    return commands.outcomes();
  }

  List<ExampleChange> changes() {
    return task.changes;
  }

  String line() {
    return task.line();
  }
}
