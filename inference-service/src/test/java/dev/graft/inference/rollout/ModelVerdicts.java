package dev.graft.inference.rollout;

import dev.graft.v1.RolloutTrial.Stage;
import java.time.Instant;

/** What evidence and time do to a {@link RolloutModel}'s task. */
final class ModelVerdicts {
  private final ModelStanding task;

  ModelVerdicts(ModelStanding task) {
    this.task = task;
  }

  /** One change at most. */
  boolean judged(Instant now) {
    if (task.deleted) {
      boolean had = task.trial != null || !task.waiting.isEmpty();
      task.trial = null;
      task.waiting.clear();
      return had;
    }
    if (task.trial != null && moved(now)) {
      return true;
    }
    if (task.held || task.trying() || task.waiting.isEmpty()) {
      return false;
    }
    task.begin(task.waiting.remove(0), now);
    return true;
  }

  private boolean moved(Instant now) {
    boolean watched = task.trial().watched();
    if (task.trial().bad(task.changes)) {
      if (task.held && watched) {
        return false; // a person holds what serves
      }
      if (watched) {
        task.versions.serve(task.trial().baseline);
      }
      return task.ended();
    }
    if (!watched) {
      return !task.held && climbed(now);
    }
    boolean over = task.trial().over(task.trial().since, RolloutModel.WATCH, now);
    if (over) {
      task.trial = null;
    }
    return over;
  }

  private boolean climbed(Instant now) {
    if (task.versions.alike(task.trial().candidate, task.trial().baseline)) {
      return promotedByItself(now);
    }
    boolean first = task.trial().stage == Stage.SHADOW_STAGE;
    boolean ready =
        task.trial().shadowed()
            || task.trial().over(task.trial().began, RolloutModel.LOG_SHADOW, now);
    boolean soaked = first || task.trial().over(task.trial().since, RolloutModel.SOAK, now);
    if (ready && soaked && (first || task.trial().proven(task.changes, RolloutModel.SHARES))) {
      var next = RolloutModel.SHARES.stream().filter(each -> each > task.trial().share).findFirst();
      next.ifPresent(share -> task.trial().enter(Stage.CANARY_STAGE, share, now));
      return next.isPresent() || promotedByItself(now);
    }
    boolean givesWay =
        !task.waiting.isEmpty()
            && task.trial().over(task.trial().began, RolloutModel.PATIENCE, now);
    if (givesWay) {
      task.trial = null;
    }
    return givesWay;
  }

  private boolean promotedByItself(Instant now) {
    task.versions.serve(task.trial().candidate);
    task.watch(now);
    return true;
  }
}
