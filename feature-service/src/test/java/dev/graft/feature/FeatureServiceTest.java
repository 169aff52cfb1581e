package dev.graft.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.JsonFormat;
import dev.graft.blobs.BlobStore;
import dev.graft.embedded.Moment;
import dev.graft.embedded.TestBed;
import dev.graft.loop.Publisher;
import dev.graft.loop.Runs;
import dev.graft.topics.Topics;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.Embedded;
import dev.graft.v1.ImageFact;
import dev.graft.v1.TaskSpec;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** The service on a real broker and a real S3 server, over a restart. */
class FeatureServiceTest {
  private static final String BUCKET = "feature-service-test";

  private final BlobStore blobs = TestBed.blobs(BUCKET);
  private final World world = new World(blobs); // only to put things into the store

  @Test
  void embedsLiveImagesAndFillsANewSpaceOverARestart() throws Exception {
    var first = world.weights(101);
    var second = unusual(world.weights(102));
    try (var publisher = Publisher.open(TestBed.clients(), "test", new SimpleMeterRegistry());
        var embeddings = new Seen()) {
      task(publisher, "one", first);
      try (var running = new Running()) {
        assertTrue(running.context.isRunning());
        images(publisher, "early", 12);
        embeddings.await(first, "early", 12);
      }
      task(publisher, "two", second);
      images(publisher, "late", 8);
      try (var running = new Running()) {
        assertTrue(running.context.isRunning());
        embeddings.await(first, "late", 8);
        embeddings.await(second, "late", 8);
        embeddings.await(second, "early", 12);
        assertEquals(Set.of(2 * 96 + 192), embeddings.widths(second));
        awaitFill(second, true);
        delete(publisher, "two", second);
        awaitFill(second, false); // or it would go on, if the space came back, from where it was
      }
    }
  }

  /** In gray, larger, and with features of an earlier stage. */
  private static BackboneSpec unusual(BackboneSpec usual) {
    var wish =
        BackboneSpec.parse(
            """
            {"input":{"gray":true,"channels":1,"size":96},
             "taps":[{"stage":"layer2","pooling":"MEAN_AND_MAX"},{"stage":"embedding"}]}""");
    return new BackboneSpec(usual.name(), usual.weightsDigest(), wish.input(), wish.taps());
  }

  /** As tasks name it. */
  private static BackboneRef ref(BackboneSpec spec) throws Exception {
    var backbone = BackboneRef.newBuilder();
    JsonFormat.parser().merge(spec.toString(), backbone);
    return backbone.build();
  }

  /** The whole service in this JVM. */
  private static final class Running implements AutoCloseable {
    final ApplicationContext context =
        ApplicationContext.builder()
            .properties(
                Map.of(
                    "micronaut.server.port",
                    0,
                    "graft.kafka.bootstrap-servers",
                    TestBed.bootstrapServers(),
                    "graft.store.endpoint",
                    TestBed.storeEndpoint(),
                    "graft.store.bucket",
                    BUCKET,
                    "graft.feature.device",
                    "cpu",
                    "graft.feature.back-fill-grace",
                    "0s",
                    "graft.instance.id",
                    BUCKET))
            .start();

    Running() {
      context.getBeansOfType(Runs.class).forEach(Runs::start);
    }

    @Override
    public void close() {
      context.getBeansOfType(Runs.class).forEach(Runs::close);
      context.close();
    }
  }

  private static void task(Publisher publisher, String id, BackboneSpec spec) throws Exception {
    publisher
        .send(
            Topics.TASKS,
            BUCKET + id,
            TaskSpec.newBuilder().setTaskId(BUCKET + id).setBackbone(ref(spec)).build())
        .get();
  }

  private static void delete(Publisher publisher, String id, BackboneSpec spec) throws Exception {
    var gone = TaskSpec.newBuilder().setTaskId(BUCKET + id).setBackbone(ref(spec)).setDeleted(true);
    publisher.send(Topics.TASKS, BUCKET + id, gone.build()).get();
  }

  /** Waits until the consumer group of a space's back-fill exists, or does not. */
  private static void awaitFill(BackboneSpec spec, boolean exists) throws Exception {
    var group = "graft-feature-fill-" + Backbone.spaceOf(spec).id().substring(0, 16);
    long deadline = System.nanoTime() + Seen.LONGEST.toNanos();
    try (var admin = TestBed.clients().admin()) {
      while (admin.listGroups().all().get().stream().anyMatch(each -> each.groupId().equals(group))
          != exists) {
        assertTrue(System.nanoTime() < deadline, group + " exists: " + !exists);
        Moment.pass();
      }
    }
  }

  private void images(Publisher publisher, String prefix, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      ImageFact fact = world.stored(prefix + "-" + i, World.picture(prefix.hashCode() + i));
      publisher.send(Topics.IMAGES, prefix + "-" + i, fact).get();
    }
  }

  /** What is on graft.embeddings. */
  private static final class Seen implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(90);

    private final KafkaConsumer<String, Embedded> consumer;
    private final List<Embedded> seen = new ArrayList<>();

    Seen() {
      consumer =
          new KafkaConsumer<>(
              Map.of(
                  "bootstrap.servers",
                  TestBed.bootstrapServers(),
                  "isolation.level",
                  "read_committed"),
              new StringDeserializer(),
              Topics.EMBEDDINGS.serde().deserializer());
      var partitions =
          IntStream.range(0, Topics.EMBEDDINGS.partitions())
              .mapToObj(p -> new TopicPartition(Topics.EMBEDDINGS.name(), p))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    }

    void await(BackboneSpec spec, String prefix, int count) {
      long deadline = System.nanoTime() + LONGEST.toNanos();
      while (ids(spec, prefix).size() < count) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError(prefix + " of " + spec + ": only " + ids(spec, prefix));
        }
        poll();
      }
    }

    private void poll() {
      consumer.poll(Duration.ofMillis(100)).forEach(record -> seen.add(record.value()));
    }

    Set<Integer> widths(BackboneSpec spec) {
      return seen.stream()
          .filter(e -> e.getSpace().equals(Backbone.spaceOf(spec).id()))
          .map(Embedded::getVectorCount)
          .collect(Collectors.toSet());
    }

    private Set<String> ids(BackboneSpec spec, String prefix) {
      return seen.stream()
          .filter(e -> e.getSpace().equals(Backbone.spaceOf(spec).id()))
          .map(Embedded::getImageId)
          .filter(id -> id.startsWith(prefix))
          .collect(Collectors.toSet());
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}
