package dev.graft.bench.soak;

import dev.graft.bench.load.Asking;
import dev.graft.bench.load.Following;
import dev.graft.bench.load.Load;
import dev.graft.bench.load.Mix;
import dev.graft.bench.system.BenchSystem;
import dev.graft.deploy.Failure;
import dev.graft.deploy.reach.Doors;
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
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One run: a system with fixed heaps, a load, and a look at every process now and then. */
final class SoakRun {
  private static final String TASK = "soak";

  private final Options options;

  /**
   * @param warmUp samples before it are shown, but no trend is taken from them
   * @param mostImages pictures in all; there are so many before the warm-up ends
   */
  record Options(
      Duration length,
      Duration warmUp,
      Duration every,
      double stepsPerSecond,
      double questionsPerSecond,
      int mostImages) {}

  /**
   * What was seen.
   *
   * @param diskBytes of the home, at each look
   * @param versions published in all
   * @param failed what failed questions were told, with how many
   */
  record Seen(
      List<Sample> samples,
      List<Long> diskBytes,
      long versions,
      int images,
      int events,
      int answers,
      Map<String, Long> failed) {}

  SoakRun(Options options) {
    this.options = options;
  }

  Seen run(String home) {
    try (var system = BenchSystem.start(home, Map.of(), true, Set.of());
        var doors = new Doors(system.addresses());
        var following = new Following(system.addresses().kafka(), TASK);
        var load =
            new Load(
                system.addresses().kafka(),
                doors,
                TASK,
                Mix.usual(1, options.stepsPerSecond(), options.mostImages()));
        var asking = new Asking(system.addresses().inferenceGrpc(), TASK)) {
      createTask(doors);
      load.start();
      while (following.lastVersion() == 0) {
        pause(Duration.ofMillis(100));
      }
      asking.start(options.questionsPerSecond());
      return watch(system, following, load, asking);
    }
  }

  private Seen watch(BenchSystem system, Following following, Load load, Asking asking) {
    var sampler = new Sampler(system);
    List<Sample> samples = new ArrayList<>();
    List<Long> disk = new ArrayList<>();
    long began = System.nanoTime();
    for (long due = began;
        due - began <= options.length().toNanos();
        due += options.every().toNanos()) {
      pause(Duration.ofNanos(due - System.nanoTime()));
      samples.addAll(sampler.look((System.nanoTime() - began) / 1e9));
      disk.add(Sampler.bytes(system.home().folder()));
    }
    requireNoneDied(system);
    return new Seen(
        samples,
        disk,
        following.lastVersion(),
        load.images().size(),
        load.events().size(),
        asking.answers().count(),
        asking.reasons());
  }

  private static void requireNoneDied(BenchSystem system) {
    system
        .runFile()
        .children()
        .forEach(
            (name, child) -> {
              if (child.restarts() > 0) {
                throw new Failure(name + " died during the run and was started again");
              }
            });
  }

  /** A version every three seconds at most, while labels keep coming. */
  private static void createTask(Doors doors) {
    var wait = com.google.protobuf.Duration.newBuilder().setSeconds(3);
    var task =
        TaskSpec.newBuilder()
            .setTaskId(TASK)
            .addAllClasses(DemoPictures.classes())
            .setBackbone(BackboneRef.newBuilder().setName("mini"))
            .setFit(FitPolicy.newBuilder().setDebounce(wait).setMaxWait(wait))
            .setKeep(KeepPolicy.newBuilder().setShare(0));
    doors.ingest().putTask(PutTaskRequest.newBuilder().setTask(task).build());
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
}
