package dev.graft.trainer.stream;

import dev.graft.trainer.dataset.Tally;
import dev.graft.trainer.dataset.TaskExamples;
import dev.graft.trainer.dataset.Wish;
import dev.graft.trainer.fit.ExampleSums;
import dev.graft.trainer.fit.FitNews;
import dev.graft.trainer.plan.FitClock;
import dev.graft.trainer.tune.TuneNews;
import dev.graft.trainer.v1.TaskLedger;
import dev.graft.v1.RunEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One task as the replica that owns it holds it. The stream's thread writes; a fit's or a
 * fine-tune's thread puts news in its mail; anyone may look.
 */
public final class TaskDesk {
  private final String taskId;
  private final TaskExamples examples = new TaskExamples();
  private final ExampleSums sums = new ExampleSums();
  private final RecentPictures recentPictures = new RecentPictures();
  private final Queue<FitNews> mail = new ConcurrentLinkedQueue<>();
  private final Queue<TuneNews> tuneMail = new ConcurrentLinkedQueue<>();
  private volatile TaskLedger ledger = TaskLedger.getDefaultInstance();
  private volatile @Nullable Wish wish;
  private volatile @Nullable RunEvent lastRun;
  private volatile boolean closed;
  // Only the stream's thread touches these.
  FitClock clock = FitClock.QUIET;
  String wishProblem = "the task is not known";
  String saidNotYet = "";
  @Nullable Future<?> running;
  @Nullable Future<?> tuning;
  List<String> saidNotTune = List.of();
  Instant tuneNext = Instant.MIN; // earliest look at fine-tuning that nobody asked for
  private boolean tuneAsked;
  private @Nullable Tally tally;

  TaskDesk(String taskId) {
    this.taskId = taskId;
  }

  public String taskId() {
    return taskId;
  }

  public TaskExamples examples() {
    return examples;
  }

  ExampleSums sums() {
    return sums;
  }

  RecentPictures recentPictures() {
    return recentPictures;
  }

  public TaskLedger ledger() {
    return ledger;
  }

  /**
   * What the task wants to learn; empty while it is not known, deleted, or of no known backbone.
   */
  public Optional<Wish> wish() {
    return Optional.ofNullable(wish);
  }

  /** The last thing that happened on graft.runs. */
  public Optional<RunEvent> lastRun() {
    return Optional.ofNullable(lastRun);
  }

  Queue<FitNews> mail() {
    return mail;
  }

  Queue<TuneNews> tuneMail() {
    return tuneMail;
  }

  /** Something has happened that bears on whether to fine-tune. */
  void askTune() {
    tuneAsked = true;
  }

  boolean tuneAsked() {
    return tuneAsked;
  }

  void tuneAnswered() {
    tuneAsked = false;
  }

  void cancelTune() {
    if (tuning != null) {
      tuning.cancel(true);
      tuning = null;
    }
  }

  boolean closed() {
    return closed;
  }

  void ledger(TaskLedger now) {
    ledger = now;
  }

  void wish(@Nullable Wish now, String problem) {
    wish = now;
    wishProblem = problem;
    tally = null;
  }

  void ran(RunEvent event) {
    lastRun = event;
  }

  /** Examples differ: what was counted is void. */
  void recount() {
    tally = null;
  }

  Tally tally(Wish wish) {
    Tally counted = tally;
    if (counted == null) {
      counted = Tally.of(examples.snapshot().rows(), wish);
      tally = counted;
    }
    return counted;
  }

  /** Nothing to decide and nothing under way. */
  boolean quiet() {
    return !clock.pending() && !clock.fitting() && mail.isEmpty() && !tuneAsked;
  }

  void close() {
    closed = true;
    if (running != null) {
      running.cancel(true);
    }
    cancelTune();
  }
}
