package dev.graft.bench.kills;

import dev.graft.bench.load.Asking;
import dev.graft.bench.load.Following;
import dev.graft.bench.load.Load;
import dev.graft.bench.load.Mix;
import dev.graft.bench.load.Timeline;
import dev.graft.bench.system.BenchSystem;
import dev.graft.deploy.Failure;
import dev.graft.deploy.home.Part;
import dev.graft.deploy.home.Port;
import dev.graft.deploy.reach.Doors;
import dev.graft.deploy.reach.Http;
import dev.graft.deploy.supervise.Replica;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.FitPolicy;
import dev.graft.v1.KeepPolicy;
import dev.graft.v1.PutTaskRequest;
import dev.graft.v1.TaskSpec;
import dev.graft.vision.draw.DemoPictures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One run: a system, a load, kills one after the other, and the proof. */
final class KillRun {
  private static final String TASK = "kills";
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int CHANGES = 5;

  private final Options options;
  private final Http http = new Http();

  /**
   * @param calm how long the load goes on before the first kill; what is normal is measured then
   * @param soonest a kill comes no sooner after the system has been seen working again
   * @param latest and no later
   */
  record Options(
      int kills,
      long seed,
      Duration calm,
      Duration soonest,
      Duration latest,
      double stepsPerSecond,
      double questionsPerSecond) {

    KillPlan plan() {
      return KillPlan.of(kills, seed, soonest, latest);
    }
  }

  /**
   * What came of it.
   *
   * @param calmPauseMillis longest pause between answers before the first kill, of either replica
   * @param secondMillis latencies of the second replica over the whole run: p50, p99, largest
   * @param secondFailures what its failed requests were told
   */
  record Result(
      List<Felled> felled,
      double calmPauseMillis,
      double secondCalmPauseMillis,
      List<Double> secondMillis,
      int secondAnswers,
      Map<String, Long> secondFailures,
      Proof.Findings findings) {}

  KillRun(Options options) {
    this.options = options;
  }

  Result run(String home) {
    try (var system = BenchSystem.start(home, Map.of());
        var second = system.secondInference("inference-2");
        var doors = new Doors(system.addresses());
        var following = new Following(system.addresses().kafka(), TASK);
        var load =
            new Load(
                system.addresses().kafka(),
                doors,
                TASK,
                Mix.usual(options.seed(), options.stepsPerSecond(), Integer.MAX_VALUE));
        var first = new Asking(system.addresses().inferenceGrpc(), TASK);
        var other = new Asking("127.0.0.1:" + second.port(Port.INFERENCE_GRPC), TASK)) {
      createTask(doors);
      load.start();
      await("the first version", () -> following.lastVersion() > 0);
      first.start(options.questionsPerSecond());
      other.start(options.questionsPerSecond());
      await("answers of both", () -> answered(first, 20) && answered(other, 20));
      other.forget();
      long calmFrom = System.nanoTime();
      pause(options.calm());
      long calmTo = System.nanoTime();
      var felled = new Killing(system, second, following, first, other).all(calmTo);
      load.finish();
      var findings = new Proof(system, TASK).of(load);
      return new Result(
          felled,
          millis(first.answers().longestPause(calmFrom, calmTo)),
          millis(other.answers().longestPause(calmFrom, calmTo)),
          List.of(other.millis(50), other.millis(99), other.millis(100)),
          other.answers().count(),
          other.reasons(),
          findings);
    }
  }

  /** The kills themselves, and what each did. */
  private final class Killing {
    private final BenchSystem system;
    private final Replica second;
    private final Following following;
    private final Asking first;
    private final Asking other;

    Killing(BenchSystem system, Replica second, Following following, Asking first, Asking other) {
      this.system = system;
      this.second = second;
      this.following = following;
      this.first = first;
      this.other = other;
    }

    List<Felled> all(long began) {
      List<Felled> felled = new ArrayList<>();
      long due = System.nanoTime();
      for (var kill : options.plan().kills()) {
        pause(Duration.ofMillis(kill.millisAfter()).minusNanos(System.nanoTime() - due));
        long at = System.nanoTime();
        long pid = system.kill(kill.part());
        await(
            "everything after the kill of " + kill.part().title(),
            () -> works(kill.part(), pid, at));
        long back = System.nanoTime();
        due = back;
        pause(Duration.ofSeconds(2)); // what follows a return belongs to its kill too
        felled.add(seen(felled.size() + 1, kill.part(), began, at, back));
        System.err.println("bench: " + felled.get(felled.size() - 1));
      }
      return felled;
    }

    private boolean works(Part part, long killed, long since) {
      if (!second.alive()) {
        throw new Failure("the second inference-service died, though nobody killed it");
      }
      long now = system.pid(part);
      return now != killed
          && now != 0
          && allReady()
          && following.examples().within(lastReady(since), Long.MAX_VALUE) >= CHANGES
          && answersSince(first, since)
          && answersSince(other, since);
    }

    private long readySince;

    /** Examples must come after everything was ready, not only after the kill. */
    private long lastReady(long since) {
      if (readySince < since) {
        readySince = System.nanoTime();
      }
      return readySince;
    }

    private boolean answersSince(Asking asking, long since) {
      return asking.answers().within(Math.max(since, readySince), Long.MAX_VALUE) > 0;
    }

    private boolean allReady() {
      var run = system.runFile();
      return List.of(Port.INGEST_HTTP, Port.FEATURE_HTTP, Port.TRAINER_HTTP, Port.INFERENCE_HTTP)
          .stream()
          .allMatch(port -> http.well("http://127.0.0.1:" + run.port(port) + "/health/readiness"));
    }

    private Felled seen(int number, Part part, long began, long at, long back) {
      long to = System.nanoTime();
      return new Felled(
          number,
          part.title(),
          seconds(at - began),
          seconds(back - at),
          pauseOf(first.answers(), at, to),
          first.failures().within(at, to),
          pauseOf(other.answers(), at, to),
          other.failures().within(at, to),
          pauseOf(following.examples(), at, to));
    }

    private double pauseOf(Timeline timeline, long from, long to) {
      return millis(timeline.longestPause(from, to));
    }
  }

  private static void createTask(Doors doors) {
    var task =
        TaskSpec.newBuilder()
            .setTaskId(TASK)
            .addAllClasses(DemoPictures.classes())
            .setBackbone(BackboneRef.newBuilder().setName("mini"))
            .setFit(FitPolicy.newBuilder().setDebounce(seconds(2)).setMaxWait(seconds(3)))
            .setKeep(KeepPolicy.newBuilder().setShare(0));
    doors.ingest().putTask(PutTaskRequest.newBuilder().setTask(task).build());
  }

  private static com.google.protobuf.Duration seconds(int seconds) {
    return com.google.protobuf.Duration.newBuilder().setSeconds(seconds).build();
  }

  private static boolean answered(Asking asking, int atLeast) {
    return asking.answers().count() >= atLeast;
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new Failure("not within " + LONG.toSeconds() + " s: " + what);
      }
      pause(Duration.ofMillis(100));
    }
  }

  private static void pause(Duration duration) {
    if (duration.isNegative()) {
      return;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }
}
