package dev.graft.trainer.stream;

import com.google.protobuf.Message;
import dev.graft.serdes.Decoded;
import dev.graft.serdes.Decoding;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import dev.graft.trainer.settle.Checks;
import dev.graft.trainer.settle.Fault;
import dev.graft.trainer.settle.ImageFacts;
import dev.graft.trainer.v1.ImageState;
import dev.graft.v1.SettledLabel;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Stage one: everything said of an image meets in one store entry. Whatever changes what a task may
 * know of the image goes on to that task, whole.
 */
final class ByImage implements Processor<String, byte[], String, Parcel> {
  private ProcessorContext<String, Parcel> context;
  private KeyValueStore<String, ImageState> images;

  @SuppressWarnings("NullAway.Init") // Kafka calls init before anything else
  ByImage() {}

  @Override
  public void init(ProcessorContext<String, Parcel> context) {
    this.context = context;
    this.images = context.getStateStore(ExamplesTopology.IMAGES);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    String topic = context.recordMetadata().orElseThrow().topic();
    Instant recorded = Instant.ofEpochMilli(record.timestamp());
    if (record.key() == null || record.value() == null) {
      reject(record, new Fault("malformed", "a record without key or value"));
    } else if (topic.equals(Topics.IMAGES.name())) {
      take(record, Topics.IMAGES, Checks::of, (facts, fact) -> facts.with(fact));
    } else if (topic.equals(Topics.LABELS.name())) {
      take(record, Topics.LABELS, Checks::of, (facts, fact) -> facts.with(fact, recorded));
    } else {
      take(record, Topics.EMBEDDINGS, Checks::of, (facts, fact) -> facts.with(fact, recorded));
    }
  }

  private <V extends Message> void take(
      Record<String, byte[]> record,
      Topic<V> topic,
      BiFunction<String, V, Optional<Fault>> check,
      BiFunction<ImageFacts, V, ImageFacts> merge) {
    Decoded<V> decoded = Decoding.decode(topic, record.value(), record.headers());
    if (decoded instanceof Decoded.Garbage<V> garbage) {
      reject(record, new Fault("undecodable", garbage.reason()));
    } else if (decoded instanceof Decoded.Read<V> read) {
      V fact = read.value();
      ImageFacts known = known(record.key());
      check
          .apply(record.key(), fact)
          .or(() -> Checks.against(known.state(), fact))
          .ifPresentOrElse(
              fault -> reject(record, fault),
              () -> change(record, known, merge.apply(known, fact)));
    }
  }

  private ImageFacts known(String imageId) {
    ImageState state = images.get(imageId);
    return state == null ? ImageFacts.NONE : new ImageFacts(state);
  }

  private void change(Record<String, byte[]> record, ImageFacts before, ImageFacts after) {
    if (before.equals(after)) {
      return;
    }
    images.put(record.key(), after.state());
    var tasks = new TreeSet<>(before.tasks());
    tasks.addAll(after.tasks());
    for (String task : tasks) {
      SettledLabel settled = after.settled(record.key(), task);
      if (!settled.equals(before.settled(record.key(), task))) {
        context.forward(Parcel.toTask(task, settled, record.timestamp()));
      }
    }
  }

  private void reject(Record<String, byte[]> record, Fault fault) {
    context.forward(
        Rejects.of(
            record, context.recordMetadata().orElseThrow(), fault, context.currentSystemTimeMs()));
  }
}
