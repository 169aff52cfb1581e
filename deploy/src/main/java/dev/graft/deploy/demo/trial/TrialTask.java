package dev.graft.deploy.demo.trial;

import com.google.protobuf.util.Durations;
import dev.graft.deploy.Failure;
import dev.graft.deploy.demo.props.Waiting;
import dev.graft.deploy.reach.Doors;
import dev.graft.v1.FitPolicy;
import dev.graft.v1.GatePolicy;
import dev.graft.v1.GetRolloutRequest;
import dev.graft.v1.GuardPolicy;
import dev.graft.v1.PromoteRequest;
import dev.graft.v1.PutTaskRequest;
import dev.graft.v1.RolloutPlan;
import dev.graft.v1.RolloutPolicy;
import dev.graft.v1.RolloutState;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.TrainTaskRequest;
import java.time.Duration;
import java.util.List;

/** A task on which nothing happens but what the story wants, and what is ordered of it. */
final class TrialTask {
  static final String ID = "demo-trial";
  static final List<Double> SHARES = List.of(0.1, 0.5);
  static final GatePolicy USUAL = GatePolicy.getDefaultInstance();
  static final GatePolicy OPEN = GatePolicy.newBuilder().setFloor(0).setMargin(1).build();

  private static final String BY = "graft demo";
  private static final double MARGIN = 0.1;
  private static final int SOAK_SECONDS = 8;
  private static final int HOUR_SECONDS = 3600;
  private static final int TRIES = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Doors doors;
  private final TrialLog log;
  private final TaskSpec spec;

  /**
   * Not created yet.
   *
   * @param like whose backbone and classes it has
   */
  TrialTask(Doors doors, TrialLog log, TaskSpec like) {
    this.doors = doors;
    this.log = log;
    this.spec =
        TaskSpec.newBuilder()
            .setTaskId(ID)
            .addAllClasses(like.getClassesList())
            .setBackbone(like.getBackbone())
            .setFit(onCommand())
            .setRollout(canary())
            .setDescription("graft demo: every version must earn its traffic")
            .build();
  }

  /**
   * Labels alone cause no fit, and the head that gate and log shadow judge is the one that serves.
   */
  private static FitPolicy onCommand() {
    var hour = Durations.fromSeconds(HOUR_SECONDS);
    return FitPolicy.newBuilder().setDebounce(hour).setMaxWait(hour).setServeJudged(true).build();
  }

  /** Labels decide: who learned ten times as much is more certain, and that is no alarm here. */
  private static RolloutPolicy canary() {
    var plan =
        RolloutPlan.newBuilder()
            .setMode(RolloutPolicy.Mode.CANARY)
            .addAllShares(SHARES)
            .setSoak(Durations.fromSeconds(SOAK_SECONDS));
    return RolloutPolicy.newBuilder()
        .setRefresh(plan)
        .setChange(plan)
        .setMargin(MARGIN)
        .setGuards(GuardPolicy.newBuilder().setConfidence(1).setClassMix(1))
        .build();
  }

  /** Creates it, or changes its gate. */
  void put(GatePolicy gate) {
    doors
        .ingest()
        .putTask(PutTaskRequest.newBuilder().setTask(spec.toBuilder().setGate(gate)).build());
  }

  /** Has it fitted now, and waits for what the gate says. */
  Fit train(String why) {
    int before = log.fits().size();
    var order = TrainTaskRequest.newBuilder().setTaskId(ID).setBy(BY).setWhy(why);
    doors.ingest().trainTask(order.build());
    Waiting.need(
        "a fit of task " + ID + " (see `graft logs trainer`)",
        () -> log.fits().size() > before,
        PATIENCE);
    return log.fits().get(before);
  }

  /**
   * The same, but not to be refused: the trainer hears of a changed gate and of the command on two
   * topics, maybe of the command first.
   */
  Fit trained(String why) {
    var fit = train(why);
    for (int tries = 1; tries < TRIES && !fit.released(); tries++) {
      fit = train(why);
    }
    if (!fit.released()) {
      throw new Failure("task " + ID + " has no version \"" + why + "\": " + fit.said());
    }
    return fit;
  }

  /** Until it is not only said to serve, but does. */
  void awaitServing(long version) {
    var request = GetRolloutRequest.newBuilder().setTaskId(ID).build();
    Waiting.need(
        "version " + version + " of task " + ID + " to serve",
        () -> doors.predictions().getRollout(request).getReplica().getServingVersion() == version,
        PATIENCE);
  }

  /**
   * Puts a version into canary.
   *
   * @param seen the state in which that is decided; refused if it has changed
   */
  RolloutState tryOut(long version, RolloutState seen, String why) {
    var order =
        PromoteRequest.newBuilder()
            .setTaskId(ID)
            .setVersion(version)
            .setToCanary(true)
            .setExpectedStable(seen.getStableVersion())
            .setExpectedPhase(seen.getPhase())
            .setBy(BY)
            .setWhy(why);
    return doors.predictions().promote(order.build()).getState();
  }
}
