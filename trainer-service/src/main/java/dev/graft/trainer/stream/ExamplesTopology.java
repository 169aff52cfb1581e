package dev.graft.trainer.stream;

import dev.graft.serdes.ProtoSerde;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import dev.graft.trainer.v1.HeldExample;
import dev.graft.trainer.v1.ImageState;
import dev.graft.trainer.v1.TaskLedger;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Two stages, each with one processor and its stores:
 *
 * <pre>
 *  images, labels, embeddings --> by-image --(settled label, keyed by task)--> by-task --> examples, runs, models, evidence
 *                                    |                  tasks, commands, rollouts --^
 *                                    +--> rejects
 * </pre>
 *
 * Neither stage's examples depend on the TaskSpec; by-task reads it only to know when to fit. All
 * names are stable, since stores and the topic between the stages are found by them after an
 * upgrade.
 */
public final class ExamplesTopology {
  public static final String SERVICE = "trainer";
  public static final String APPLICATION_ID = "graft-trainer";

  static final String IMAGES = "images";
  static final String EXAMPLES = "examples";
  static final String SEQUENCES = "sequences";
  static final String LEDGERS = "ledgers";

  private ExamplesTopology() {}

  public static Topology build(Desks desks) {
    var builder = new StreamsBuilder();
    builder.addStateStore(store(IMAGES, ProtoSerde.of(ImageState.getDefaultInstance())));
    builder.addStateStore(store(EXAMPLES, ProtoSerde.of(HeldExample.getDefaultInstance())));
    builder.addStateStore(store(SEQUENCES, Serdes.Long()));
    builder.addStateStore(store(LEDGERS, ProtoSerde.of(TaskLedger.getDefaultInstance())));
    var bytes = Consumed.with(Serdes.String(), Serdes.ByteArray());

    KStream<String, Parcel> fromImages =
        builder.stream(
                names(Topics.IMAGES, Topics.LABELS, Topics.EMBEDDINGS), bytes.withName("facts"))
            .process(ByImage::new, Named.as("by-image"), IMAGES);
    KStream<String, byte[]> settled =
        fromImages
            .filter((task, parcel) -> parcel.topic().equals(Parcel.TO_TASK), Named.as("to-task"))
            .mapValues(Parcel::bytes, Named.as("settled-bytes"))
            .repartition(
                Repartitioned.with(Serdes.String(), Serdes.ByteArray())
                    .withName("settled")
                    .withNumberOfPartitions(Topics.PARTITIONS));
    ProcessorSupplier<String, byte[], String, Parcel> byTask = () -> new ByTask(desks);
    KStream<String, Parcel> fromTasks =
        settled
            .merge(
                builder.stream(
                    names(Topics.TASKS, Topics.COMMANDS, Topics.ROLLOUTS),
                    Consumed.with(Serdes.String(), Serdes.ByteArray()).withName("wishes")),
                Named.as("at-the-task"))
            .process(byTask, Named.as("by-task"), EXAMPLES, SEQUENCES, LEDGERS);

    send(
        fromImages.filterNot(
            (task, parcel) -> parcel.topic().equals(Parcel.TO_TASK), Named.as("to-rejects")),
        "rejected");
    send(fromTasks, "announced");
    return builder.build();
  }

  private static void send(KStream<String, Parcel> parcels, String name) {
    parcels.to(
        (key, parcel, record) -> parcel.topic(),
        Produced.with(Serdes.String(), PARCELS).withName(name));
  }

  private static final Serde<Parcel> PARCELS =
      Serdes.serdeFrom(
          (topic, parcel) -> parcel.bytes(),
          (topic, bytes) -> {
            throw new UnsupportedOperationException("parcels are only sent");
          });

  private static List<String> names(Topic<?>... topics) {
    return List.of(topics).stream().map(Topic::name).toList();
  }

  private static StoreBuilder<?> store(String name, Serde<?> values) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.String(), values)
        .withCachingDisabled()
        .withLoggingEnabled(Map.of());
  }
}
