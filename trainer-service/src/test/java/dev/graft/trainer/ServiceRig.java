package dev.graft.trainer;

import dev.graft.embedded.TestBed;
import dev.graft.events.Digests;
import dev.graft.loop.Publisher;
import dev.graft.loop.Register;
import dev.graft.loop.StreamsShell;
import dev.graft.topics.Keys;
import dev.graft.topics.Topics;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.TaskSpec;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.NetworkWeights;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.tensors.SafetensorsWriter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The whole service against the shared broker and store, and one task of cats and dogs. */
final class ServiceRig {
  static final String BUCKET = "graft-trainer";
  private static final int WIDTH = 1280; // of mobilenet_v2
  private static final byte[] WEIGHTS = randomWeights();
  static final BackboneSpec BACKBONE = new BackboneSpec("mobilenet_v2", Digests.sha256Hex(WEIGHTS));
  private static final Path STATE = TestBed.folder("trainer-state");

  final String task;
  final Publisher publisher = Publisher.open(TestBed.clients(), "test", new SimpleMeterRegistry());
  private final String space = Backbone.spaceOf(BACKBONE).id();

  ServiceRig(String task) {
    this.task = task;
  }

  ApplicationContext start() throws InterruptedException {
    TestBed.blobs(BUCKET).create(Keys.blob(BACKBONE.weightsDigest()), WEIGHTS);
    var server =
        ApplicationContext.run(
            EmbeddedServer.class,
            Map.of(
                "micronaut.server.port",
                0,
                "graft.kafka.bootstrap-servers",
                TestBed.bootstrapServers(),
                "graft.store.endpoint",
                TestBed.storeEndpoint(),
                "graft.store.bucket",
                BUCKET,
                "graft.store.access-key",
                TestBed.ACCESS_KEY,
                "graft.store.secret-key",
                TestBed.SECRET_KEY,
                "graft.instance.id",
                "trainer-test",
                "graft.instance.state-dir",
                STATE.toString()));
    var context = server.getApplicationContext();
    if (!context.getBean(StreamsShell.class).awaitRunning(Duration.ofSeconds(120))) {
      throw new AssertionError("the topology does not run");
    }
    return context;
  }

  void createTask() {
    publisher
        .send(
            Topics.TASKS,
            task,
            TaskSpec.newBuilder()
                .setTaskId(task)
                .addClasses("cat")
                .addClasses("dog")
                .setBackbone(
                    BackboneRef.newBuilder()
                        .setName(BACKBONE.name())
                        .setWeightsDigest(BACKBONE.weightsDigest()))
                .build())
        .join();
  }

  void example(int number) {
    picture(number);
    label(number);
  }

  void picture(int number) {
    String id = task + "-" + number;
    publisher.send(Topics.IMAGES, id, Facts.stored(id)).join();
    publisher
        .send(
            Topics.EMBEDDINGS,
            id,
            Facts.embedded(id, "x", 1, vector(number)).toBuilder().setSpace(space).build())
        .join();
  }

  void label(int number) {
    String id = task + "-" + number;
    String className = number % 2 == 0 ? "cat" : "dog";
    publisher.send(Topics.LABELS, id, Facts.label(id, task, className, "e" + id, 1)).join();
  }

  /** An even number is a cat. */
  static float[] vector(int number) {
    var random = new Random(number);
    float[] vector = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      vector[i] = (float) random.nextGaussian() + (i % 2 == number % 2 ? 0.2f : 0);
    }
    return vector;
  }

  /** The vectors here come from no network, but the trainer shows it the probe picture. */
  private static byte[] randomWeights() {
    var network = Architectures.find("mobilenet_v2").orElseThrow().network(0);
    try (var owner = VisionRuntime.manager(Device.CPU)) {
      NetworkWeights.initialise(network, owner, 1);
      return SafetensorsWriter.bytes(NetworkWeights.copy(network));
    }
  }

  /** The first version from this number on whose data set has so many examples. */
  ModelPublished await(Register<ModelPublished> models, long version, int examples)
      throws InterruptedException {
    for (long next = version, i = 0; i < 6000; i++) {
      var found = models.get(Keys.model(task, next));
      if (found.isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(10);
      } else if (sizeOf(found.get()) >= examples) {
        return found.get();
      } else {
        next++;
      }
    }
    throw new AssertionError("no version of " + examples + " examples within a minute");
  }

  private static int sizeOf(ModelPublished model) {
    return model.getDataset().getCountsList().stream()
        .mapToInt(count -> count.getTrain() + count.getValidation())
        .sum();
  }
}
