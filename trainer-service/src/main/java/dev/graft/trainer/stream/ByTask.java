package dev.graft.trainer.stream;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.graft.serdes.Decoded;
import dev.graft.serdes.Decoding;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import dev.graft.trainer.settle.Fault;
import dev.graft.trainer.v1.HeldExample;
import dev.graft.trainer.v1.TaskLedger;
import dev.graft.v1.RolloutState;
import dev.graft.v1.SettledLabel;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Stage two, sole owner of the tasks of its partition: their examples and the numbers of their
 * changes, and their versions and the numbers of those.
 *
 * <p>It looks at its tasks often while there is something to decide or a fit is under way, and
 * rarely while all is quiet, because each look makes Streams commit a transaction.
 */
final class ByTask implements Processor<String, byte[], String, Parcel> {
  private static final Duration OFTEN = Duration.ofMillis(25);
  private static final Duration RARELY = Duration.ofSeconds(5);

  private final Desks desks;
  private final Map<String, TaskDesk> own = new HashMap<>();
  private ProcessorContext<String, Parcel> context;
  private ExampleBook book;
  private Ledgers ledgers;
  private FitDriver driver;
  private ShadowDriver shadows;
  private TuneDriver tunes;
  private @Nullable Cancellable often;

  @SuppressWarnings("NullAway.Init") // Kafka calls init before anything else
  ByTask(Desks desks) {
    this.desks = desks;
  }

  @Override
  public void init(ProcessorContext<String, Parcel> context) {
    this.context = context;
    KeyValueStore<String, HeldExample> examples = context.getStateStore(ExamplesTopology.EXAMPLES);
    KeyValueStore<String, Long> sequences = context.getStateStore(ExamplesTopology.SEQUENCES);
    KeyValueStore<String, TaskLedger> store = context.getStateStore(ExamplesTopology.LEDGERS);
    Outbox outbox = this::send;
    book = new ExampleBook(examples, sequences, outbox);
    ledgers = new Ledgers(store, desks.wishes());
    var teller = new RunTeller(outbox);
    driver = new FitDriver(desks, ledgers, outbox, teller);
    shadows = new ShadowDriver(desks, ledgers, outbox);
    tunes = new TuneDriver(desks, ledgers, teller);
    recall(examples, sequences, store);
    own.values().forEach(desks::open);
    context.schedule(RARELY, PunctuationType.WALL_CLOCK_TIME, this::tick);
    own.values().forEach(this::awake);
  }

  private void recall(
      KeyValueStore<String, HeldExample> examples,
      KeyValueStore<String, Long> sequences,
      KeyValueStore<String, TaskLedger> store) {
    try (var all = examples.all()) {
      all.forEachRemaining(
          entry -> {
            int slash = entry.key.indexOf('/');
            ExampleBook.recall(
                mine(entry.key.substring(0, slash)), entry.key.substring(slash + 1), entry.value);
          });
    }
    try (var all = sequences.all()) {
      all.forEachRemaining(entry -> mine(entry.key).examples().sequenceIsAtLeast(entry.value));
    }
    try (var all = store.all()) {
      all.forEachRemaining(entry -> ledgers.recall(mine(entry.key), entry.value, now()));
    }
  }

  @Override
  public void process(Record<String, byte[]> record) {
    String topic = context.recordMetadata().orElseThrow().topic();
    if (topic.equals(Topics.TASKS.name())) {
      read(record, Topics.TASKS, (desk, spec) -> ledgers.spec(desk, spec, now()));
    } else if (topic.equals(Topics.COMMANDS.name())) {
      read(record, Topics.COMMANDS, (desk, command) -> ledgers.command(desk, command));
    } else if (topic.equals(Topics.ROLLOUTS.name())) {
      read(record, Topics.ROLLOUTS, this::rollout);
    } else {
      settled(record);
    }
  }

  private void rollout(TaskDesk desk, RolloutState state) {
    ledgers.rollout(desk, state);
    shadows.hear(desk, state);
  }

  private void settled(Record<String, byte[]> record) {
    try {
      SettledLabel settled = SettledLabel.parseFrom(record.value());
      TaskDesk desk = desk(settled.getTaskId());
      if (book.enter(desk, settled, now())) {
        desk.clock = desk.clock.changed(now());
      }
      desk.recount();
      awake(desk);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("stage one wrote what stage two can't read", e);
    }
  }

  private <V extends Message> void read(
      Record<String, byte[]> record, Topic<V> topic, BiConsumer<TaskDesk, V> then) {
    if (record.key() == null || record.value() == null) {
      return; // tombstones of tasks and rollouts: nobody writes them today
    }
    Decoded<V> decoded = Decoding.decode(topic, record.value(), record.headers());
    if (decoded instanceof Decoded.Garbage<V> garbage) {
      context.forward(
          Rejects.of(
              record,
              context.recordMetadata().orElseThrow(),
              new Fault("undecodable", garbage.reason()),
              now().toEpochMilli()));
    } else if (decoded instanceof Decoded.Read<V> read) {
      TaskDesk desk = desk(record.key());
      then.accept(desk, read.value());
      awake(desk);
    }
  }

  /** The desk of a task; the first word of a task opens it. */
  private TaskDesk desk(String taskId) {
    TaskDesk desk = mine(taskId);
    desks.open(desk);
    return desk;
  }

  private TaskDesk mine(String taskId) {
    return own.computeIfAbsent(taskId, TaskDesk::new);
  }

  private void tick(long timestamp) {
    boolean announced = false;
    for (TaskDesk desk : own.values()) {
      tunes.tick(desk, now());
      announced |= driver.tick(desk, now());
      announced |= shadows.tick(desk, now());
    }
    if (announced) {
      context.commit(); // a version is what everyone waits for
    }
    if (own.values().stream().allMatch(this::quiet)) {
      sleep();
    }
  }

  private void awake(TaskDesk desk) {
    if (often == null && !quiet(desk)) {
      often = context.schedule(OFTEN, PunctuationType.WALL_CLOCK_TIME, this::tick);
      desks.wakefulness().begin();
    }
  }

  private void sleep() {
    if (often != null) {
      often.cancel();
      often = null;
      desks.wakefulness().end();
    }
  }

  private boolean quiet(TaskDesk desk) {
    return desk.quiet() && !shadows.presses(desk, now());
  }

  private <V extends Message> void send(Topic<V> topic, String key, @Nullable V value) {
    context.forward(Parcel.to(topic, key, value, now().toEpochMilli()));
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }

  @Override
  public void close() {
    sleep();
    shadows.close();
    own.values().forEach(desks::close);
    own.clear();
  }
}
