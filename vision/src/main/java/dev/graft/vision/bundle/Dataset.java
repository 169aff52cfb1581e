package dev.graft.vision.bundle;

import java.util.List;

/**
 * What a version was trained on: enough to rebuild it exactly, and to refuse when it can't be.
 *
 * @param taskId whose examples
 * @param topicId Kafka's id of the topic of examples, opaque here
 * @param sequence the dataset is the task's examples after this change
 * @param digest sha256 in hex over the sorted examples
 * @param counts in the order of the classes
 */
public record Dataset(
    String taskId, String topicId, long sequence, String digest, List<ClassCounts> counts) {
  public Dataset {
    counts = List.copyOf(counts);
  }
}
