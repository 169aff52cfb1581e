package dev.graft.inference.rollout;

import dev.graft.v1.Command;
import dev.graft.v1.RolloutState.Phase;
import dev.graft.v1.RolloutTrial.Stage;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What a {@link RolloutModel}'s task does with commands. */
final class ModelCommands {
  private final ModelStanding task;
  private final Map<String, Boolean> outcomes = new HashMap<>();

  ModelCommands(ModelStanding task) {
    this.task = task;
  }

  /** Whether each command was carried out. */
  Map<String, Boolean> outcomes() {
    return outcomes;
  }

  /** False: it was known. */
  boolean commanded(Command command, Instant now) {
    if (outcomes.containsKey(command.getCommandId())) {
      return false;
    }
    outcomes.put(command.getCommandId(), expected(command) && obeyed(command, now));
    return true;
  }

  private boolean expected(Command command) {
    return (command.getExpectedStable() == 0 || command.getExpectedStable() == task.stable())
        && (command.getExpectedCandidate() == 0 || command.getExpectedCandidate() == task.onTrial())
        && (command.getExpectedPhase() == Phase.PHASE_UNSPECIFIED
            || command.getExpectedPhase() == task.phase());
  }

  /** False: it can't be. */
  private boolean obeyed(Command command, Instant now) {
    return switch (command.getCommandCase()) {
      case PAUSE -> {
        task.held = true;
        yield true;
      }
      case RESUME -> {
        boolean possible = task.held;
        task.held = false;
        yield possible;
      }
      case ABORT -> task.trying() && task.ended();
      case ROLL_BACK -> rolledBack(command.getRollBack().getToVersion());
      default -> promoted(command.getPromote().getVersion(), now);
    };
  }

  private boolean rolledBack(long to) {
    if (to != 0 || !task.trying()) {
      long target = to == 0 ? task.versions.before().orElse(0L) : to;
      if (!task.versions.canServe(target) || target >= task.stable()) {
        return false;
      }
      task.versions.serve(target);
    }
    task.held = true;
    return task.ended();
  }

  private boolean promoted(long wanted, Instant now) {
    long usual = task.trying() ? task.trial().candidate : task.versions.newest();
    long version = wanted == 0 ? usual : wanted;
    if (!task.versions.canServe(version)) {
      return false;
    }
    task.held = false;
    task.rolledBack = false;
    long before = task.stable();
    task.versions.serve(version);
    if (task.onTrial() == version) {
      task.watch(now);
      return true;
    }
    task.waiting.clear();
    if (before == 0) {
      task.trial = null;
    } else if (before != version) {
      task.trial = task.begun(version, before, Stage.WATCH_STAGE, now, now);
    }
    return true;
  }
}
