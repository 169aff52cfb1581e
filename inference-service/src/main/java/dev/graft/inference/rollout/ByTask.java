package dev.graft.inference.rollout;

import com.google.protobuf.Message;
import dev.graft.serdes.Decoded;
import dev.graft.serdes.Decoding;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.ReplicaState;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a topic that is keyed by task and something else to its task, through an internal topic.
 */
final class ByTask<V extends Message> extends ContextualProcessor<String, byte[], String, V> {

  private static final Logger log = LoggerFactory.getLogger(ByTask.class);

  /** Reads a record whose value, if there is one, was decoded. */
  private interface Reading<V> {
    /** What follows for the task; nothing if the record says nothing. */
    Optional<Record<String, V>> of(String key, Optional<V> value, Record<String, byte[]> record);
  }

  private final Topic<V> topic;
  private final Reading<V> reading;

  private ByTask(Topic<V> topic, Reading<V> reading) {
    this.topic = topic;
    this.reading = reading;
  }

  /** Adds the models; the node to name as parent is called {@code name}. */
  static void models(StreamsBuilder builder, String name) {
    add(builder, Topics.MODELS, name, ByTask::model);
  }

  /** Adds the replicas' reports; the node to name as parent is called {@code name}. */
  static void replicas(StreamsBuilder builder, String name) {
    add(builder, Topics.REPLICAS, name, ByTask::replica);
  }

  private static <V extends Message> void add(
      StreamsBuilder builder, Topic<V> topic, String name, Reading<V> reading) {
    var repartitioned =
        Repartitioned.<String, V>as(name)
            .withKeySerde(Serdes.String())
            .withValueSerde(topic.serde())
            .withNumberOfPartitions(Topics.PARTITIONS);
    builder.stream(topic.name(), Consumed.with(Serdes.String(), Serdes.ByteArray()))
        .process(() -> new ByTask<>(topic, reading), Named.as(name + "-rekeyed"))
        .repartition(repartitioned)
        .process(Passing<V>::new, Named.as(name));
  }

  @Override
  public void process(Record<String, byte[]> record) {
    if (record.key() == null) {
      return;
    }
    decoded(record)
        .flatMap(value -> reading.of(record.key(), value, record))
        .ifPresent(context()::forward);
    context().commit(); // a version waits for the judge's word: do not sit out the commit interval
  }

  /** Empty: garbage. An empty value: a tombstone. */
  private Optional<Optional<V>> decoded(Record<String, byte[]> record) {
    if (record.value() == null) {
      return Optional.of(Optional.empty());
    }
    var decoded = Decoding.decode(topic, record.value(), record.headers());
    if (decoded instanceof Decoded.Garbage<V> garbage) {
      log.error("{}: {} is not ours and is passed over: {}", topic, record.key(), garbage.reason());
      return Optional.empty();
    }
    return Optional.of(Optional.of(((Decoded.Read<V>) decoded).value()));
  }

  /**
   * A tombstone cannot carry its version through the internal topic, so it becomes a model without
   * a bundle.
   */
  private static Optional<Record<String, ModelPublished>> model(
      String key, Optional<ModelPublished> value, Record<String, byte[]> record) {
    var slash = key.lastIndexOf('/');
    if (slash < 1 || !key.substring(slash + 1).matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    var task = key.substring(0, slash);
    var gone =
        ModelPublished.newBuilder()
            .setTaskId(task)
            .setVersion(Long.parseLong(key.substring(slash + 1)))
            .build();
    return Optional.of(record.withKey(task).withValue(value.orElse(gone)));
  }

  private static Optional<Record<String, ReplicaState>> replica(
      String key, Optional<ReplicaState> value, Record<String, byte[]> record) {
    return value
        .filter(state -> state.getRefusedCount() > 0) // all that the judge looks at
        .map(state -> record.withKey(state.getTaskId()).withValue(state));
  }

  /** Gives a stream of the DSL a node by a name of ours. */
  private static final class Passing<V> extends ContextualProcessor<String, V, String, V> {
    @Override
    public void process(Record<String, V> record) {
      context().forward(record);
    }
  }
}
