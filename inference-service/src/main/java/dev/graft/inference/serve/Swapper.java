package dev.graft.inference.serve;

import dev.graft.loop.LoopHealth;
import dev.graft.loop.Monitored;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.ReplicaState;
import dev.graft.v1.RolloutState;
import dev.graft.v1.VersionRef;
import dev.graft.vision.bundle.BundleFiles;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Brings in what the rollouts say, beside what serves, and flips to it. A version that fails its
 * checks is refused and reported while the old one keeps serving; a broken store is tried again.
 * Everything happens on threads of its own.
 */
public final class Swapper implements Monitored, AutoCloseable {

  private static final Duration REPEAT_CHECK = Duration.ofHours(1);

  private final Shelves shelves;
  private final ShelfLoader loader;
  private final Flips flips;
  private final Reporter reporter;
  private final InstantSource clock;
  private final Turns turns;

  public Swapper(
      String replicaId,
      Shelves shelves,
      BundleFiles files,
      BackboneLoader backboneLoader,
      ReplicaReports reports,
      Pace pace,
      InstantSource clock,
      MeterRegistry registry) {
    this.shelves = shelves;
    this.clock = clock;
    var backbones = new Backbones(backboneLoader);
    var meters = new SwapMeters(registry, shelves, backbones);
    this.flips = new Flips(meters, clock);
    this.turns = new Turns(2, taskId -> turn(shelves.of(taskId)));
    this.loader = new ShelfLoader(new VersionLoader(files, backbones), pace, turns, meters, clock);
    this.reporter =
        new Reporter(
            replicaId, reports, clock, taskId -> turns.askLater(taskId, pace.longestRetry()));
  }

  /**
   * From here on what was heard is done; before, it is only noted, so that a start skips what is
   * long past.
   */
  public void start() {
    flips.begin();
    turns.start();
    turns.every(REPEAT_CHECK, () -> repeatReports(clock.instant()));
  }

  public void follow(RolloutState state) {
    change(state.getTaskId(), goal -> goal.following(state));
  }

  public void hear(ModelPublished model) {
    change(model.getTaskId(), goal -> goal.hearing(model));
  }

  public void deleted(String taskId, boolean gone) {
    change(taskId, goal -> goal.deleted(gone));
  }

  private void change(String taskId, UnaryOperator<Goal> change) {
    var task = shelves.of(taskId);
    task.aim(change);
    flips.lineUp(task); // what is in memory serves at once, also while another is being loaded
    turns.ask(taskId);
  }

  private void turn(TaskServing task) {
    var goal = task.goal();
    if (goal.deleted()) {
      task.shelf.clear();
    } else {
      follow(task, goal);
    }
    reporter.report(task);
    task.turnEnded();
  }

  /** What serves comes first, then what is on trial beside it, then what may come next. */
  private void follow(TaskServing task, Goal goal) {
    if (goal.stable().getVersion() != 0) {
      loader.bringIn(task, goal.stable(), true);
    }
    flips.lineUp(task);
    var trial = goal.trial();
    if (trial != null && task.shelf.has(goal.stable())) {
      for (var ref : List.of(trial.candidate(), trial.baseline())) {
        if (task.goal().equals(goal) && !goal.refused().contains(ref.getVersion())) {
          loader.bringIn(task, ref, true);
        }
      }
      flips.lineUp(task);
    }
    if (goal.worthFetchingAhead() && task.goal().equals(goal)) {
      loader.bringIn(task, goal.ahead(), false);
    }
  }

  /** Loads onto the shelf, or refuses. */
  Loaded load(TaskServing task, VersionRef ref) {
    return loader.load(task, ref);
  }

  /** Says what this replica serves if that is news. */
  void report(TaskServing task) {
    reporter.report(task);
  }

  /** Says again what was said long ago, since the topic forgets after a day. */
  void repeatReports(Instant now) {
    shelves.all().forEach(task -> reporter.repeat(task, now));
  }

  /** What this replica last said of the task. */
  public ReplicaState replica(String taskId) {
    return shelves
        .known(taskId)
        .map(task -> task.reported())
        .orElse(ReplicaState.getDefaultInstance());
  }

  /** Completes when the version serves here, or is refused. */
  public CompletableFuture<Void> serving(String taskId, long version) {
    return shelves.of(taskId).serving(version);
  }

  @Override
  public String name() {
    return "versions";
  }

  /** Ready when every task with a stable version serves one, or has said why it cannot. */
  @Override
  public LoopHealth health() {
    var waiting =
        shelves.all().stream()
            .filter(task -> !task.settled())
            .map(task -> task.taskId)
            .sorted()
            .toList();
    var troubles =
        shelves.all().stream()
            .filter(task -> !task.trouble().isEmpty())
            .map(task -> task.taskId + ": " + task.trouble())
            .sorted()
            .collect(Collectors.joining("; "));
    var why = waiting.isEmpty() ? "every stable version is loaded" : "loading for " + waiting;
    return new LoopHealth(
        true, waiting.isEmpty(), troubles.isEmpty() ? why : why + "; " + troubles);
  }

  /** Ends loading, then lets every version go; requests that hold one finish with it. */
  @Override
  public void close() {
    turns.close();
    shelves.all().forEach(task -> task.shelf.clear());
  }
}
