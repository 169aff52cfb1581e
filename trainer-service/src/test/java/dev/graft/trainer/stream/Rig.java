package dev.graft.trainer.stream;

import com.google.protobuf.Message;
import dev.graft.blobs.BlobStore;
import dev.graft.blobs.BlobStores;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import dev.graft.trainer.Facts;
import dev.graft.trainer.fit.FitJob;
import dev.graft.trainer.fit.FitOffice;
import dev.graft.trainer.fit.PictureProbes;
import dev.graft.trainer.fit.Pixels;
import dev.graft.trainer.fit.StoreTrouble;
import dev.graft.trainer.fit.TailVectors;
import dev.graft.trainer.fit.Wishes;
import dev.graft.trainer.publish.BundlePublisher;
import dev.graft.trainer.publish.Forerunners;
import dev.graft.trainer.tune.TuneJob;
import dev.graft.trainer.tune.TuneOffice;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.ImageFact;
import dev.graft.v1.LabelFact;
import dev.graft.v1.TaskSpec;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.bundle.PictureProbe;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The topology in this thread, with a clock and a fit's thread that only move when told to. */
final class Rig implements AutoCloseable {
  static final int WIDTH = 2;
  static final String SPACE = "mini";

  final BlobStore store;
  final Desks desks;
  final Queue<Runnable> fits = new ArrayDeque<>();
  final Queue<Runnable> tunes = new ArrayDeque<>();
  final TailVectors tails;
  private final TopologyTestDriver driver;

  Rig() {
    this(BlobStores.inMemory());
  }

  Rig(BlobStore store) {
    this(store, new PictureProbes(backbone -> new PictureProbe(new float[] {1, 2})));
  }

  Rig(BlobStore store, PictureProbes probes) {
    this(store, probes, wishes(), Path.of("target/tunes/" + System.nanoTime()));
  }

  /** With a folder for what a fine-tune can compute again. */
  Rig(BlobStore store, PictureProbes probes, Wishes wishes, Path folder) {
    this.store = store;
    var publisher = new BundlePublisher(store);
    var forerunners = new Forerunners(publisher);
    tails = new TailVectors(store, new Pixels(store), Device.CPU);
    var job =
        new FitJob(
            publisher,
            forerunners,
            probes,
            tails,
            () -> "topic-id",
            new StoreTrouble(InstantSource.fixed(Instant.EPOCH)),
            InstantSource.fixed(Instant.EPOCH));
    var tune =
        new TuneJob(
            store,
            publisher,
            forerunners,
            Device.CPU,
            folder,
            1 << 30,
            new StoreTrouble(InstantSource.fixed(Instant.EPOCH)),
            InstantSource.fixed(Instant.EPOCH));
    desks =
        new Desks(
            new FitOffice(new ByHand(fits), new ByHand(fits), job),
            new TuneOffice(new ByHand(tunes), tune),
            wishes);
    var config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, ExamplesTopology.APPLICATION_ID);
    config.put(StreamsConfig.STATE_DIR_CONFIG, "target/streams/" + System.nanoTime());
    driver = new TopologyTestDriver(ExamplesTopology.build(desks), config, Instant.EPOCH);
  }

  static Wishes wishes() {
    return new Wishes(
        spec ->
            spec.name().equals("mobilenet_v2")
                ? new Wishes.Named.Space(Facts.digest(SPACE), WIDTH)
                : new Wishes.Named.Unknown("no backbone is called \"" + spec.name() + "\""));
  }

  static TaskSpec task(String id, String... classes) {
    return TaskSpec.newBuilder()
        .setTaskId(id)
        .addAllClasses(List.of(classes))
        .setBackbone(BackboneRef.newBuilder().setName("mobilenet_v2"))
        .build();
  }

  void send(Topic<?> topic, String key, Message value) {
    sendBytes(topic, key, value.toByteArray());
  }

  void sendBytes(Topic<?> topic, String key, byte[] value) {
    driver
        .createInputTopic(topic.name(), new StringSerializer(), Serdes.ByteArray().serializer())
        .pipeInput(key, value, Instant.ofEpochMilli(5));
  }

  void image(Message fact, String image) {
    send(
        fact instanceof ImageFact
            ? Topics.IMAGES
            : fact instanceof LabelFact ? Topics.LABELS : Topics.EMBEDDINGS,
        image,
        fact);
  }

  /** An image with vector and label; its class decides where the vector lies. */
  void example(String task, String image, String className, float x) {
    image(Facts.stored(image), image);
    image(Facts.embedded(image, SPACE, 1, x, 1), image);
    image(Facts.label(image, task, className, "e-" + image + "-" + className, 1), image);
  }

  void pass(Duration time) {
    driver.advanceWallClockTime(time);
  }

  /** Lets time pass until a fit is ordered, does it, and lets its result be heard. */
  void fit() {
    for (int i = 0; i < 50 && fits.isEmpty(); i++) {
      pass(Duration.ofMillis(100));
    }
    while (!fits.isEmpty()) {
      fits.remove().run();
    }
    pass(Duration.ofMillis(100));
  }

  /** Does what the fine-tunes' thread has been given, and lets it be heard. */
  void tune() {
    while (!tunes.isEmpty()) {
      tunes.remove().run();
    }
    pass(Duration.ofSeconds(6));
  }

  <V extends Message> List<TestRecord<String, V>> sent(Topic<V> topic) {
    return driver
        .createOutputTopic(
            topic.name(), Serdes.String().deserializer(), topic.serde().deserializer())
        .readRecordsToList();
  }

  <V extends Message> List<V> values(Topic<V> topic) {
    return sent(topic).stream().map(TestRecord::value).toList();
  }

  /** The examples as anyone can rebuild them from graft.examples, and no gap in their numbers. */
  static TreeMap<String, String> rebuilt(List<ExampleChange> changes) {
    var examples = new TreeMap<String, String>();
    var sequences = new TreeMap<String, Long>();
    for (ExampleChange change : changes) {
      long sequence = sequences.merge(change.getTaskId(), 1L, Long::sum);
      if (sequence != change.getSequence()) {
        throw new AssertionError("expected number " + sequence + ": " + change);
      }
      String key = change.getTaskId() + "/" + change.getImageId();
      boolean known = examples.containsKey(key);
      switch (change.getChangeCase()) {
        case ADDED -> require(!known && examples.put(key, change.getAdded().toString()) == null);
        case REPLACED ->
            require(known && examples.put(key, change.getReplaced().toString()) != null);
        default -> require(examples.remove(key) != null);
      }
    }
    return examples;
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new AssertionError("added what was there, or touched what was not");
    }
  }

  @Override
  public void close() {
    driver.close();
    tails.close();
  }

  /** Runs what it is given when the test says so. */
  private static final class ByHand extends AbstractExecutorService {
    private final Queue<Runnable> waiting;

    ByHand(Queue<Runnable> waiting) {
      this.waiting = waiting;
    }

    @Override
    public void execute(Runnable command) {
      waiting.add(command);
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return Collections.emptyList();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
