package dev.graft.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.embedded.TestBed;
import dev.graft.loop.Publisher;
import dev.graft.loop.Register;
import dev.graft.loop.StreamsShell;
import dev.graft.topics.Keys;
import dev.graft.topics.Topics;
import dev.graft.trainer.publish.BundlePublisher;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.TaskSpec;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.bundle.BundleFormat;
import dev.graft.vision.bundle.Classifier;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.client.HttpClient;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The whole service against a real broker and a real S3 server. */
class TrainerServiceTest {
  private static final int WIDTH = 1280; // of mobilenet_v2
  private static final String WEIGHTS = Facts.digest("weights that nobody needs to load here");
  private static final String TASK = "service-pets";
  private static final Path STATE = TestBed.folder("trainer-state");

  private final Publisher publisher =
      Publisher.open(TestBed.clients(), "test", new SimpleMeterRegistry());

  @Test
  void labelsBecomeVersionsAndARestartForgetsNothing() throws Exception {
    String space = spaceOf();
    try (var models = Register.of(Topics.MODELS, TestBed.clients()).start()) {
      long sequence;
      try (var trainer = start()) {
        publisher.send(Topics.TASKS, TASK, task()).join();
        for (int i = 0; i < 40; i++) {
          example("p" + i, i % 2, space);
        }
        ModelPublished first = await(models, 1);
        assertEquals("first-version", first.getGate().getVerdict());
        sequence = settle(trainer);
        assertEquals(40, sequence);
        var bundle =
            BundleFormat.unpack(
                first.getBundleDigest(), new BundlePublisher(TestBed.blobs("graft-trainer")));
        float[] answer = new Classifier(bundle).probabilities(vector(0, 999));
        assertTrue(answer[0] > 0.5, "a cat is a cat");
      }
      long last = newest(models);
      try (var trainer = start()) {
        example("p40", 0, space);
        ModelPublished next = await(models, last + 1);
        assertEquals(41, next.getDataset().getSequence());
        assertEquals(last, next.getParentVersion());
        assertEquals(41, settle(trainer));
      }
    }
  }

  /** Waits until the trainer holds its examples and rests; its sequence then. */
  private static long settle(ApplicationContext trainer) throws InterruptedException {
    var client =
        trainer.createBean(HttpClient.class, trainer.getBean(EmbeddedServer.class).getURL());
    Map<?, ?> held = Map.of();
    for (int i = 0; i < 100; i++) {
      held = client.toBlocking().retrieve("/v1/tasks/" + TASK + "/examples", Map.class);
      Map<?, ?> status = client.toBlocking().retrieve("/v1/status", Map.class);
      List<?> examples = (List<?>) held.get("examples");
      if (examples.size() >= 40 && status.toString().contains("published={")) {
        break;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return ((Number) held.get("sequence")).longValue();
  }

  private static ModelPublished await(Register<ModelPublished> models, long version)
      throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      var found = models.get(Keys.model(TASK, version));
      if (found.isPresent()) {
        return found.get();
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new AssertionError("no version " + version + " within 30 s");
  }

  private static long newest(Register<ModelPublished> models) {
    return models.view().values().stream()
        .filter(model -> model.getTaskId().equals(TASK))
        .mapToLong(ModelPublished::getVersion)
        .max()
        .orElseThrow();
  }

  private static ApplicationContext start() throws InterruptedException {
    TestBed.blobs("graft-trainer");
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
                "graft-trainer",
                "graft.store.access-key",
                TestBed.ACCESS_KEY,
                "graft.store.secret-key",
                TestBed.SECRET_KEY,
                "graft.instance.id",
                "trainer-test",
                "graft.instance.state-dir",
                STATE.toString()));
    var context = server.getApplicationContext();
    assertTrue(context.getBean(StreamsShell.class).awaitRunning(Duration.ofSeconds(60)));
    return context;
  }

  private static TaskSpec task() {
    return TaskSpec.newBuilder()
        .setTaskId(TASK)
        .addClasses("cat")
        .addClasses("dog")
        .setBackbone(BackboneRef.newBuilder().setName("mobilenet_v2").setWeightsDigest(WEIGHTS))
        .build();
  }

  private static String spaceOf() {
    return Backbone.spaceOf(new BackboneSpec("mobilenet_v2", WEIGHTS)).id();
  }

  private void example(String image, int label, String space) {
    String id = TASK + "-" + image;
    publisher.send(Topics.IMAGES, id, Facts.stored(id)).join();
    var embedded =
        Facts.embedded(id, "x", 1, vector(label, image.hashCode())).toBuilder().setSpace(space);
    publisher.send(Topics.EMBEDDINGS, id, embedded.build()).join();
    publisher
        .send(Topics.LABELS, id, Facts.label(id, TASK, label == 0 ? "cat" : "dog", "e" + id, 1))
        .join();
  }

  private static float[] vector(int label, long seed) {
    var random = new Random(seed);
    float[] vector = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      vector[i] = (float) random.nextGaussian() + (i % 2 == label ? 0.4f : 0);
    }
    return vector;
  }
}
