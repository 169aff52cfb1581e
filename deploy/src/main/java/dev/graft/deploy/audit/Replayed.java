package dev.graft.deploy.audit;

import dev.graft.deploy.reach.TopicReader;
import dev.graft.topics.Topics;
import dev.graft.v1.Example;
import dev.graft.v1.ExampleChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A task's examples as graft.examples tells them, change by change.
 *
 * @param sequences in the order of the log
 */
public record Replayed(Map<String, Held> examples, List<Long> sequences) {
  public static Replayed of(String kafka, String taskId) {
    var replayed = new Replayed(new TreeMap<>(), new ArrayList<>());
    try (var reader = new TopicReader(kafka, Topics.EXAMPLES)) {
      reader.toEnd(
          (topic, record) -> {
            var change = TopicReader.value(Topics.EXAMPLES, record);
            if (change.getTaskId().equals(taskId)) {
              replayed.apply(change);
            }
          });
    }
    return replayed;
  }

  private void apply(ExampleChange change) {
    sequences.add(change.getSequence());
    switch (change.getChangeCase()) {
      case ADDED -> examples.put(change.getImageId(), held(change.getAdded()));
      case REPLACED -> examples.put(change.getImageId(), held(change.getReplaced()));
      case REMOVED -> examples.remove(change.getImageId());
      default -> throw new IllegalStateException("a change that changes nothing: " + change);
    }
  }

  private static Held held(Example example) {
    return new Held(
        example.getClassName(),
        example.getSplit().name(),
        example.getEmbeddingsList().stream()
            .map(vector -> vector.getSpace() + " " + vector.getVectorDigest())
            .toList());
  }
}
