package dev.graft.bench.swap;

import dev.graft.bench.material.Material;
import dev.graft.bench.predict.Generator;
import dev.graft.bench.predict.Window;
import dev.graft.bench.report.Report;
import dev.graft.bench.report.Spread;
import dev.graft.bench.system.BenchSystem;
import dev.graft.bench.system.Tasks;
import dev.graft.deploy.home.Part;
import dev.graft.deploy.home.Port;
import dev.graft.deploy.reach.Doors;
import dev.graft.deploy.supervise.Installation;
import dev.graft.loop.Clients;
import dev.graft.loop.Publisher;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Measures what clients of two replicas notice of many swaps, and what the replicas keep of them.
 */
@Command(
    name = "swaps",
    mixinStandardHelpOptions = true,
    description =
        "Embeddings at a constant rate to two replicas, in equal windows with and without new heads, damaged heads and roll-backs.")
public final class HeadSwaps implements Callable<Integer> {
  private static final String TASK = "swaps";
  private static final int CLASSES = 20;
  private static final int EMBEDDINGS = 500;

  @Mixin private Material material = new Material();

  @Option(
      names = "--requests",
      defaultValue = "1000000",
      description = "To both replicas together.")
  private long requests = 1_000_000;

  @Option(names = "--rate", defaultValue = "800", description = "A second, both together.")
  private double rate = 800;

  @Option(names = "--rounds", defaultValue = "10", description = "Of both windows, in turns.")
  private int rounds = 10;

  @Option(
      names = "--every",
      defaultValue = "550",
      description = "Milliseconds between turns: of 11, 9 good heads, a damaged one, a roll-back.")
  private long every = 550;

  @Option(names = "--set", description = "KEY=VALUE for the services; may be given several times.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Override
  public Integer call() throws InterruptedException {
    var report =
        Report.begin(
            System.out,
            Installation.ofThisProcess().root(),
            "swaps --requests %d --rate %.0f --rounds %d --every %d"
                .formatted(requests, rate, rounds, every),
            settings);
    try (var graft = BenchSystem.start("swaps", settings, true, Set.of(Part.FEATURE));
        var second = graft.secondInference("inference-2");
        var doors = new Doors(graft.addresses());
        var publisher =
            Publisher.open(
                new Clients(graft.addresses().kafka()), "bench", new SimpleMeterRegistry())) {
      var task =
          Tasks.mobilenet(graft.addresses(), material.weights(), TASK, MadeHeads.classes(CLASSES));
      var backbone = new BackboneSpec("mobilenet_v2", task.getBackbone().getWeightsDigest());
      var heads = new MadeHeads(TASK, backbone, CLASSES, graft.blobs(), publisher);
      var swapping = new HeadSwapping(TASK, heads, doors, every);
      swapping.publish();
      try (var one = generator(graft.addresses().inferenceGrpc(), backbone);
          var other = generator("127.0.0.1:" + second.port(Port.INFERENCE_GRPC), backbone)) {
        var replicas =
            List.of(
                new SwappedReplica(
                    "first", graft.pid(Part.INFERENCE), graft.addresses().inferenceHttp(), one),
                new SwappedReplica(
                    "second",
                    second.pid(),
                    "127.0.0.1:" + second.port(Port.INFERENCE_HTTP),
                    other));
        measure(replicas, swapping);
        print(report, replicas, swapping);
      }
    }
    return 0;
  }

  private static Generator generator(String address, BackboneSpec backbone) {
    return Generator.ofEmbeddings(
        address, TASK, Backbone.spaceOf(backbone).id(), MadeHeads.width(backbone), EMBEDDINGS);
  }

  private void measure(List<SwappedReplica> replicas, HeadSwapping swapping)
      throws InterruptedException {
    var span = Duration.ofMillis(Math.round(requests / rate / rounds / 2 * 1000));
    awaitAnswers(replicas);
    window(replicas, Duration.ofSeconds(20)); // the JITs, without swaps
    swapping.during(() -> window(replicas, Duration.ofSeconds(10))); // and with
    swapping.forget();
    replicas.forEach(SwappedReplica::begin);
    long began = System.nanoTime();
    for (int round = 0; round < rounds; round++) {
      note(replicas, () -> window(replicas, span), false, began);
      note(replicas, () -> during(swapping, replicas, span), true, began);
      for (var replica : replicas) {
        System.err.printf("round %d: p99 ratio %.2f%n", round + 1, replica.ratio(round));
      }
    }
  }

  private static void note(
      List<SwappedReplica> replicas, Supplier<List<Window>> work, boolean swaps, long began) {
    var windows = work.get();
    double at = (System.nanoTime() - began) / 1e9;
    for (int i = 0; i < windows.size(); i++) {
      replicas.get(i).saw(windows.get(i), swaps, at);
    }
  }

  private List<Window> during(HeadSwapping swapping, List<SwappedReplica> replicas, Duration span) {
    try {
      return swapping.during(() -> window(replicas, span));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Until both serve the first version. */
  private void awaitAnswers(List<SwappedReplica> replicas) {
    while (window(replicas, Duration.ofSeconds(1)).stream()
        .anyMatch(window -> window.failed() > 0)) {
      System.err.println("waiting for the first version");
    }
  }

  /** Both replicas at the same time. */
  private List<Window> window(List<SwappedReplica> replicas, Duration span) {
    var running =
        replicas.stream()
            .map(
                replica ->
                    CompletableFuture.supplyAsync(
                        () -> replica.generator().window(rate / replicas.size(), span),
                        task -> new Thread(task, "window").start()))
            .toList();
    return running.stream().map(CompletableFuture::join).toList();
  }

  private void print(Report report, List<SwappedReplica> replicas, HeadSwapping swapping) {
    report.line(
        "Two replicas, %s; open loop, %.0f/s together, %d windows without and %d with swaps."
            .formatted(swapping.text(), rate, rounds, rounds));
    report.table(
        List.of(
            "replica",
            "answered",
            "failed",
            "p50 without, with swaps, ms",
            "p99 without, with swaps, ms",
            "roll-backs measured, slowest until the flip"),
        replicas.stream().map(SwappedReplica::row).toList());
    for (var replica : replicas) {
      report.line(
          "Ratio of the p99 of a round: "
              + Spread.of(IntStream.range(0, rounds).mapToObj(replica::ratio).toList()).text(2));
    }
    report.table(
        List.of(
            "replica",
            "resident, MiB",
            "trend, MiB an hour (95 % interval)",
            "native arrays, fewest to most"),
        replicas.stream().map(SwappedReplica::memory).toList());
  }
}
