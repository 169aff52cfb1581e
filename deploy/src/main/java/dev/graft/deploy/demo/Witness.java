package dev.graft.deploy.demo;

import dev.graft.deploy.demo.props.Following;
import dev.graft.deploy.demo.props.Inbox;
import dev.graft.deploy.demo.props.Sample;
import dev.graft.deploy.reach.TopicReader;
import dev.graft.topics.Topics;
import dev.graft.v1.EmbeddingInput;
import dev.graft.v1.Example;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads what the system says on its topics and remembers what the demo must know. A version
 * includes a label if and only if the label's example has a sequence number not above that of the
 * version's dataset.
 */
final class Witness implements AutoCloseable {
  private final String taskId;
  private final Following following;
  private final Map<String, Long> sequenceOfLabel = new ConcurrentHashMap<>();
  private final Map<Long, Long> sequenceOfVersion = new ConcurrentHashMap<>();
  private final Set<String> embedded = ConcurrentHashMap.newKeySet();
  private final AtomicLong refusedUpTo = new AtomicLong();
  private volatile Optional<EmbeddingInput> someEmbedding = Optional.empty();

  Witness(String kafka, String taskId) {
    this.taskId = taskId;
    this.following =
        new Following(
            "witness",
            kafka,
            this::note,
            Topics.EMBEDDINGS,
            Topics.EXAMPLES,
            Topics.RUNS,
            Topics.MODELS);
  }

  private void note(String topic, ConsumerRecord<String, byte[]> record) {
    if (topic.equals(Topics.EMBEDDINGS.name())) {
      noteEmbedding(record);
    } else if (topic.equals(Topics.EXAMPLES.name())) {
      noteExample(record);
    } else if (topic.equals(Topics.RUNS.name())) {
      noteRun(record);
    } else {
      noteModel(record);
    }
  }

  private void noteEmbedding(ConsumerRecord<String, byte[]> record) {
    var embedding = TopicReader.value(Topics.EMBEDDINGS, record);
    embedded.add(embedding.getImageId());
    if (someEmbedding.isEmpty()) {
      someEmbedding =
          Optional.of(
              EmbeddingInput.newBuilder()
                  .setSpace(embedding.getSpace())
                  .addAllVector(embedding.getVectorList())
                  .build());
    }
  }

  private void noteExample(ConsumerRecord<String, byte[]> record) {
    var change = TopicReader.value(Topics.EXAMPLES, record);
    if (!change.getTaskId().equals(taskId)) {
      return;
    }
    switch (change.getChangeCase()) {
      case ADDED -> learnable(change.getAdded(), change.getSequence());
      case REPLACED -> learnable(change.getReplaced(), change.getSequence());
      default -> {}
    }
  }

  /** Only with an embedding can an example be learned from. */
  private void learnable(Example example, long sequence) {
    if (example.getEmbeddingsCount() > 0) {
      sequenceOfLabel.putIfAbsent(example.getLabelEventId(), sequence);
    }
  }

  private void noteRun(ConsumerRecord<String, byte[]> record) {
    var run = TopicReader.value(Topics.RUNS, record);
    boolean refused = run.hasGated() && !run.getGated().getVerdict().getReleased();
    boolean declined = run.hasDecided() && !run.getDecided().getTrain();
    if (run.getTaskId().equals(taskId) && (refused || declined)) {
      refusedUpTo.accumulateAndGet(run.getSequence(), Math::max);
    }
  }

  private void noteModel(ConsumerRecord<String, byte[]> record) {
    var model = TopicReader.value(Topics.MODELS, record);
    if (model.getTaskId().equals(taskId)) {
      sequenceOfVersion.put(model.getVersion(), model.getDataset().getSequence());
    }
  }

  /** How many images have an embedding. */
  int embedded() {
    return embedded.size();
  }

  /** One to ask about: cheap, because it needs no forward pass. */
  EmbeddingInput someEmbedding() {
    return someEmbedding.orElseThrow(() -> new IllegalStateException("nothing is embedded yet"));
  }

  OptionalLong sequenceOfLabel(Sample sample) {
    var sequence = sequenceOfLabel.get(Inbox.eventId(sample));
    return sequence == null ? OptionalLong.empty() : OptionalLong.of(sequence);
  }

  boolean includes(long version, long sequence) {
    return sequenceOfVersion.getOrDefault(version, 0L) >= sequence;
  }

  /** The gate or the plan said no to a dataset that includes this change. */
  boolean refused(long sequence) {
    return refusedUpTo.get() >= sequence;
  }

  int versions() {
    return sequenceOfVersion.size();
  }

  @Override
  public void close() {
    following.close();
  }
}
