package dev.graft.bench.trials;

import com.google.protobuf.Duration;
import dev.graft.bench.swap.MadeHeads;
import dev.graft.deploy.Failure;
import dev.graft.events.Times;
import dev.graft.loop.Publisher;
import dev.graft.topics.Topics;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.GuardPolicy;
import dev.graft.v1.IngestServiceGrpc.IngestServiceBlockingStub;
import dev.graft.v1.KeepPolicy;
import dev.graft.v1.LogShadow;
import dev.graft.v1.PairCounts;
import dev.graft.v1.PredictResponse;
import dev.graft.v1.PutTaskRequest;
import dev.graft.v1.RolloutPlan;
import dev.graft.v1.RolloutPolicy;
import dev.graft.v1.RolloutState;
import dev.graft.v1.TaskSpec;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.List;

/** Brings a task to a phase: two versions, questions, log shadow, and labels until it is there. */
final class Ascent {
  static final List<Double> SHARES = List.of(0.01, 0.1, 0.5);
  private static final int SOAK_SECONDS = 2;
  private static final int HOUR_SECONDS = 3_600;
  private static final int QUESTIONS = 24;
  private static final int EARLY_LABELS = 6;
  private static final java.time.Duration OFTEN = java.time.Duration.ofMillis(250);

  /** The judge looks once a second; a label that it has not told of by then changes nothing. */
  private static final long TOLD_WITHIN_NANOS = 4_000_000_000L;

  private final TrialTask task;
  private final Fleet fleet;
  private final MadeHeads heads;
  private final Publisher publisher;
  private long labelledAt;
  private long pairsThen = -1;

  Ascent(TrialTask task, Fleet fleet, MadeHeads heads, Publisher publisher) {
    this.task = task;
    this.fleet = fleet;
    this.heads = heads;
    this.publisher = publisher;
  }

  /** Creates the task, and returns when it is in the phase. */
  void to(Phase phase, IngestServiceBlockingStub ingest) {
    create(phase, ingest);
    heads.next();
    Waiting.until("both replicas serve version 1", OFTEN, () -> serves(1));
    heads.next();
    Waiting.until("both replicas hold both versions", OFTEN, () -> onTrial() && task.servedByAll());
    ask();
    for (int i = 0; i < EARLY_LABELS; i++) {
      task.label(TrialTask.Pair.values()[i % TrialTask.Pair.values().length]);
    }
    if (phase != Phase.LOG_SHADOW) {
      scored(task.labels().sequence());
      Waiting.until("the task is in " + phase.title(), OFTEN, () -> arrived(phase));
    }
  }

  private void create(Phase phase, IngestServiceBlockingStub ingest) {
    ingest.putTask(PutTaskRequest.newBuilder().setTask(spec(task.id(), phase)).build());
    Waiting.until(
        "both replicas know the task",
        OFTEN,
        () -> fleet.doors().stream().allMatch(door -> door.rollout(task.id()).hasReplica()));
  }

  /** A canary, or, for a candidate that must not leave it, shadow. */
  static TaskSpec spec(String taskId, Phase phase) {
    var shadow = phase == Phase.SHADOW;
    var plan =
        RolloutPlan.newBuilder()
            .setMode(shadow ? RolloutPolicy.Mode.SHADOW : RolloutPolicy.Mode.CANARY)
            .addAllShares(shadow ? List.of() : SHARES)
            .setSoak(seconds(SOAK_SECONDS));
    var policy =
        RolloutPolicy.newBuilder()
            .setRefresh(plan)
            .setWatch(seconds(HOUR_SECONDS))
            .setLogShadowWait(seconds(HOUR_SECONDS))
            // drawn heads differ in all that guards look at, and a machine where things die is slow
            .setGuards(GuardPolicy.newBuilder().setConfidence(1).setClassMix(1).setSlow(0.9));
    return TaskSpec.newBuilder()
        .setTaskId(taskId)
        .addAllClasses(TrialTask.CLASSES)
        .setBackbone(BackboneRef.newBuilder().setName(TrialTask.BACKBONE.name()))
        .setKeep(KeepPolicy.newBuilder().setShare(0))
        .setRollout(policy)
        .build();
  }

  private static Duration seconds(int seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }

  private boolean serves(long version) {
    return task.state().getStableVersion() == version && task.servedByAll();
  }

  private boolean onTrial() {
    return task.state().hasTrial();
  }

  /** Until enough of them are on graft.predictions with the answers of both. */
  private void ask() {
    Waiting.until(
        "both versions answer",
        OFTEN,
        () -> {
          if (task.unlabelled() >= QUESTIONS) {
            return true;
          }
          for (int i = 0; i < QUESTIONS / 2; i++) {
            fleet.doors().get(i % 2).predict(task.question(), new Unheard());
          }
          return false;
        });
  }

  /** Its answer is on graft.predictions, or another question is asked. */
  private static final class Unheard implements StreamObserver<PredictResponse> {
    @Override
    public void onNext(PredictResponse response) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }

  /**
   * Log shadow, as the trainer would announce it, with counts made up.
   *
   * @param sequence images labelled up to it are in its counts
   */
  void scored(long sequence) {
    var trial = task.state().getTrial();
    var shadow =
        LogShadow.newBuilder()
            .setTaskId(task.id())
            .setCandidate(trial.getCandidate())
            .setBaseline(trial.getBaseline())
            .setValidated(PairCounts.newBuilder().setBetter(1).setWorse(1).setSame(8))
            .setLater(PairCounts.newBuilder().setSame(5))
            .setSequence(sequence)
            .setWhy("made up")
            .setTime(Times.of(InstantSource.system().instant()))
            .build();
    publisher.send(Topics.EVIDENCE, task.id(), shadow).join();
  }

  private boolean arrived(Phase phase) {
    var state = task.state();
    if (!phase.holds(state)) {
      step(phase, state);
      return false;
    }
    return true;
  }

  private void step(Phase phase, RolloutState state) {
    if (state.getPhase() != RolloutState.Phase.CANARY) {
      return; // log shadow is still on its way, or the last label was the one
    }
    if (phase == Phase.PAUSED) {
      pause(state);
    } else if (phase == Phase.ROLLED_BACK) {
      label(TrialTask.Pair.WORSE, state);
    } else if (!Law.climbs(state.getTrial())) {
      label(TrialTask.Pair.BETTER, state);
    }
  }

  private void pause(RolloutState state) {
    var door = fleet.doors().get(0).within(java.time.Duration.ofSeconds(30));
    var answered = Order.PAUSE.ask(door, task.id(), Order.Belief.in(state), "to begin with");
    if (!answered.carriedOut()) {
      throw new Failure("a pause was answered with " + answered.answer());
    }
  }

  /** One label, once the judge has told of the last one: one too many would skip a share. */
  private void label(TrialTask.Pair pair, RolloutState state) {
    long pairs = Counted.told(state.getTrial()).live().count();
    long now = System.nanoTime();
    if (pairs != pairsThen || now - labelledAt > TOLD_WITHIN_NANOS) {
      if (!task.label(pair)) {
        ask();
        return;
      }
      pairsThen = pairs;
      labelledAt = now;
    }
  }
}
