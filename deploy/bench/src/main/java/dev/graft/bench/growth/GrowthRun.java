package dev.graft.bench.growth;

import com.google.protobuf.util.Durations;
import dev.graft.bench.system.BenchSystem;
import dev.graft.bench.system.ResidentMemory;
import dev.graft.deploy.Failure;
import dev.graft.deploy.home.Part;
import dev.graft.deploy.home.Port;
import dev.graft.deploy.reach.Doors;
import dev.graft.deploy.reach.Http;
import dev.graft.deploy.reach.TopicReader;
import dev.graft.events.Vectors;
import dev.graft.loop.Clients;
import dev.graft.loop.Publisher;
import dev.graft.topics.Topics;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.EmbeddingInput;
import dev.graft.v1.KeepPolicy;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PutTaskRequest;
import dev.graft.v1.TaskSpec;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * One run: the system without feature-service, whose part the benchmark plays; examples up to each
 * level, then single labels.
 */
final class GrowthRun {
  private static final String TASK = "growth";
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  private final Options options;
  private final Map<String, Long> sequences = new HashMap<>();
  private final TreeMap<Long, Long> versions = new TreeMap<>(); // number to its data set's sequence
  private final List<Double> fits = new ArrayList<>();

  /**
   * @param weights of the backbone; null for one that ships
   * @param labels single labels at each level
   */
  record Options(
      List<Integer> levels,
      String backbone,
      @org.jspecify.annotations.Nullable Path weights,
      int classes,
      int labels) {}

  GrowthRun(Options options) {
    this.options = options;
  }

  List<Level> run(String home) {
    try (var system = BenchSystem.start(home, Map.of(), false, Set.of(Part.FEATURE));
        var doors = new Doors(system.addresses());
        var news =
            new TopicReader(
                system.addresses().kafka(), Topics.EXAMPLES, Topics.MODELS, Topics.RUNS);
        var publisher =
            Publisher.open(
                new Clients(system.addresses().kafka()), "bench", new SimpleMeterRegistry())) {
      var spec = backbone(system);
      var classes = SyntheticExamples.classes(options.classes());
      createTask(doors, spec, classes);
      int width = Architectures.find(spec.name()).orElseThrow().width();
      var space = Backbone.spaceOf(spec).id();
      var world = new SyntheticExamples(publisher, TASK, space, width, classes);
      List<Level> levels = new ArrayList<>();
      int there = 0;
      for (int level : options.levels()) {
        levels.add(new Climb(system, doors, news, world, space).to(there, level));
        System.err.println("bench: " + levels.get(levels.size() - 1));
        there = level;
      }
      return levels;
    }
  }

  private BackboneSpec backbone(BenchSystem system) {
    var weights = options.weights();
    return new BackboneSpec(
        options.backbone(),
        weights == null ? "" : new Http().uploadWeights(system.addresses().ingestHttp(), weights));
  }

  private static void createTask(Doors doors, BackboneSpec backbone, List<String> classes) {
    var task =
        TaskSpec.newBuilder()
            .setTaskId(TASK)
            .addAllClasses(classes)
            .setBackbone(
                BackboneRef.newBuilder()
                    .setName(backbone.name())
                    .setWeightsDigest(backbone.weightsDigest()))
            .setKeep(KeepPolicy.newBuilder().setShare(0));
    doors.ingest().putTask(PutTaskRequest.newBuilder().setTask(task).build());
  }

  /** From one level to the next. */
  private final class Climb {
    private final BenchSystem system;
    private final Doors doors;
    private final TopicReader news;
    private final SyntheticExamples world;
    private final String space;

    Climb(
        BenchSystem system, Doors doors, TopicReader news, SyntheticExamples world, String space) {
      this.system = system;
      this.doors = doors;
      this.news = news;
      this.world = world;
      this.space = space;
    }

    Level to(int there, int level) {
      long began = System.nanoTime();
      int bulk = level - options.labels();
      for (int number = there; number < bulk; number++) {
        world.picture(number);
        world.label(number);
      }
      await("all examples", () -> sequences.size() >= bulk);
      double arrival = seconds(began);
      await("a version of all of them", () -> newest() >= bulk);
      double first = seconds(began);
      List<Double> served = new ArrayList<>();
      fits.clear();
      for (int number = bulk; number < level; number++) {
        world.picture(number);
        served.add(labelToServing(number));
      }
      collect();
      return new Level(
          level,
          bulk - there,
          arrival,
          first,
          served,
          List.copyOf(fits),
          Processes.heapBytes(port()),
          ResidentMemory.kibibytes(system.pid(Part.TRAINER)),
          Processes.bytes(system.home().data(Part.TRAINER.title())));
    }

    private int port() {
      return system.runFile().port(Port.TRAINER_HTTP);
    }

    private double labelToServing(int number) {
      long began = System.nanoTime();
      world.label(number).join();
      var request =
          PredictRequest.newBuilder()
              .setTaskId(TASK)
              .setImageId("question")
              .setEmbedding(
                  EmbeddingInput.newBuilder()
                      .setSpace(space)
                      .addAllVector(Vectors.toList(world.vector(number))))
              .build();
      await("the label " + number + " serves", () -> includes(answering(request), number));
      return seconds(began);
    }

    private long answering(PredictRequest request) {
      try {
        return doors.predictions().predict(request).getVersion();
      } catch (StatusRuntimeException notYet) {
        return 0; // the first version is being loaded
      }
    }

    private boolean includes(long version, int number) {
      var sequence = sequences.get(world.imageId(number));
      var learned = versions.get(version);
      return sequence != null && learned != null && learned >= sequence;
    }

    /** So that the heap holds what is needed, and no garbage. */
    private void collect() {
      Processes.collect(system.pid(Part.TRAINER));
    }

    private long newest() {
      return versions.isEmpty() ? 0 : versions.lastEntry().getValue();
    }

    private void await(String what, BooleanSupplier condition) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() - deadline > 0) {
          throw new Failure("not within " + PATIENCE.toSeconds() + " s: " + what);
        }
        hear();
      }
    }

    private void hear() {
      news.poll(
          Duration.ofMillis(10),
          (topic, record) -> {
            if (record.value() == null) {
              return;
            }
            if (topic.equals(Topics.MODELS.name())) {
              var model = TopicReader.value(Topics.MODELS, record);
              versions.put(model.getVersion(), model.getDataset().getSequence());
            } else if (topic.equals(Topics.EXAMPLES.name())) {
              var change = TopicReader.value(Topics.EXAMPLES, record);
              sequences.put(change.getImageId(), change.getSequence());
            } else {
              var run = TopicReader.value(Topics.RUNS, record);
              if (run.hasFitted()) {
                fits.add(Durations.toMillis(run.getFitted().getTook()) / 1000.0);
              }
            }
          });
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
