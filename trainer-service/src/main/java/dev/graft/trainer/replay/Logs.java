package dev.graft.trainer.replay;

import dev.graft.events.Vectors;
import dev.graft.loop.Clients;
import dev.graft.serdes.Decoded;
import dev.graft.serdes.Decoding;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import dev.graft.v1.EmbeddingRef;
import dev.graft.v1.Example;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.ModelPublished;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads a task's history and versions from the topics, from their beginning to their end. */
public final class Logs {
  private final Clients clients;

  public Logs(Clients clients) {
    this.clients = clients;
  }

  /** Every version that was ever announced and still stands on the log, in their order. */
  public List<ModelPublished> versions(String taskId) {
    var versions = new HashMap<Long, ModelPublished>();
    read(
        Topics.MODELS,
        model -> {
          if (model.getTaskId().equals(taskId)) {
            versions.put(model.getVersion(), model);
          }
        });
    return versions.keySet().stream().sorted().map(versions::get).toList();
  }

  /** Changes of the task's examples, and the vectors that they name. */
  public History history(String taskId) {
    var changes = new ArrayList<ExampleChange>();
    read(
        Topics.EXAMPLES,
        change -> {
          if (change.getTaskId().equals(taskId)) {
            changes.add(change);
          }
        });
    var wanted = new HashSet<String>();
    changes.forEach(change -> named(change, wanted));
    return new History(changes, vectors(wanted));
  }

  private static void named(ExampleChange change, Set<String> digests) {
    Example example = change.hasAdded() ? change.getAdded() : change.getReplaced();
    example.getEmbeddingsList().stream().map(EmbeddingRef::getVectorDigest).forEach(digests::add);
  }

  /** What a record claims to be is not believed: its digest is taken again. */
  private Map<String, float[]> vectors(Set<String> wanted) {
    var vectors = new HashMap<String, float[]>();
    read(
        Topics.EMBEDDINGS,
        embedded -> {
          if (wanted.contains(embedded.getVectorDigest())
              && !vectors.containsKey(embedded.getVectorDigest())) {
            float[] vector = Vectors.toArray(embedded.getVectorList());
            if (Vectors.digestOf(vector).equals(embedded.getVectorDigest())) {
              vectors.put(embedded.getVectorDigest(), vector);
            }
          }
        });
    return vectors;
  }

  private <V extends com.google.protobuf.Message> void read(Topic<V> topic, Consumer<V> each) {
    try (var reader = clients.reader("graft-replay")) {
      var partitions =
          reader.partitionsFor(topic.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      reader.assign(partitions);
      reader.seekToBeginning(partitions);
      var ends = reader.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
        reader.poll(Duration.ofMillis(200)).forEach(record -> take(topic, record, each));
      }
    }
  }

  private static <V extends com.google.protobuf.Message> void take(
      Topic<V> topic, ConsumerRecord<byte[], byte[]> record, Consumer<V> each) {
    if (record.value() != null
        && Decoding.decode(topic, record.value(), record.headers())
            instanceof Decoded.Read<V> read) {
      each.accept(read.value());
    }
  }
}
