package dev.graft.inference.simulate;

import dev.graft.inference.evidence.Pairs;
import dev.graft.inference.judge.Cohort;
import dev.graft.inference.judge.Event;
import dev.graft.inference.judge.Evidence;
import dev.graft.inference.judge.Guards;
import dev.graft.inference.judge.Judge;
import dev.graft.inference.judge.Policy;
import dev.graft.inference.judge.Rollout;
import dev.graft.inference.judge.Trial;
import dev.graft.inference.judge.Version;
import dev.graft.inference.simulate.Story.Scene;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One candidate before the judge, from its release to its last label. */
final class Run {

  private static final String TASK = "simulated";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** How a run can end. */
  enum End {
    ROLLED_BACK,
    PROMOTED,
    UNDECIDED
  }

  /**
   * A run that is over.
   *
   * @param labels how many images were labelled when it was decided
   * @param served how many requests the candidate answered
   */
  record Ended(End end, int labels, int served) {}

  private final Policy policy;
  private Rollout rollout = Rollout.EMPTY;
  private Pairs pairs = Pairs.NONE;
  private int labels;
  private int served;
  private Ended ended = new Ended(End.UNDECIDED, 0, 0);

  private Run(Policy policy) {
    this.policy = policy;
  }

  /** The candidate's space differs, so that the policy for changes is tried. */
  static Ended of(Policy policy, List<Scene> story) {
    var run = new Run(policy);
    run.on(new Event.Published(new Version(1, "one", "space-1", ""), true), START);
    run.on(new Event.Published(new Version(2, "two", "space-2", ""), true), START);
    run.observe(START);
    var last = START;
    for (var scene : story) {
      if (run.ended.end() == End.ROLLED_BACK) {
        return run.ended();
      }
      last = START.plusMillis(scene.millis());
      run.scene(scene, last);
    }
    run.waitForTheSoaks(last);
    return run.ended();
  }

  private Ended ended() {
    return new Ended(ended.end(), ended.labels(), served);
  }

  private void scene(Scene scene, Instant now) {
    if (scene.prediction()) {
      served += Cohort.version(TASK, rollout, 0, "image-" + scene.image()) == 2 ? 1 : 0;
      return;
    }
    labels += scene.firstLabel() ? 1 : 0;
    pairs = pairs.restated(scene.before(), scene.after());
    observe(now);
  }

  private void observe(Instant now) {
    on(observed(), now);
  }

  private Event observed() {
    return new Event.Observed(2, 1, new Evidence(true, Pairs.NONE, pairs, Guards.NONE));
  }

  /** What is proven may still have shares to pass through. */
  private void waitForTheSoaks(Instant last) {
    var now = last;
    for (var step = 0; step <= policy.change().shares().size(); step++) {
      now = now.plus(policy.change().soak()).plus(Duration.ofMillis(1));
      settle(now);
    }
  }

  private void on(Event event, Instant now) {
    var before = rollout.trial();
    move(Judge.next(rollout, event, policy, now));
    if (!sameStep(before, rollout.trial())) {
      settle(now); // evidence alone needs no second look
    }
  }

  private static boolean sameStep(@Nullable Trial before, @Nullable Trial after) {
    return before != null && after != null && before.since().equals(after.since());
  }

  private void settle(Instant now) {
    for (var next = tick(now); next != rollout; next = tick(now)) {
      move(next);
    }
  }

  private Rollout tick(Instant now) {
    return Judge.next(rollout, observed(), policy, now);
  }

  private void move(Rollout next) {
    var before = rollout.trial();
    rollout = next;
    if (next.phase() == Rollout.Phase.ROLLED_BACK) {
      ended = new Ended(End.ROLLED_BACK, labels, served);
    } else if (before != null && !before.watching() && watching(next.trial())) {
      ended = new Ended(End.PROMOTED, labels, served);
    }
  }

  private static boolean watching(@Nullable Trial trial) {
    return trial != null && trial.watching();
  }
}
