package dev.graft.bench.trials;

import dev.graft.deploy.reach.TopicReader;
import dev.graft.events.Times;
import dev.graft.topics.Topics;
import dev.graft.v1.Predicted;
import dev.graft.v1.VersionAnswer;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Follows graft.predictions: what both versions of a task's trial first said of each image. */
final class Answers implements AutoCloseable {
  private static final Comparator<Predicted> BY_TIME =
      Comparator.comparing((Predicted each) -> Times.instant(each.getTime()))
          .thenComparing(Predicted::getPredictionId);

  private final TopicReader reader;
  private final Map<String, Map<String, Predicted>> firsts = new HashMap<>();

  Answers(String kafka) {
    this.reader = new TopicReader(kafka, Topics.PREDICTIONS);
  }

  /**
   * The classes that both gave.
   *
   * @param candidate of the version with the higher number
   * @param baseline of the other one
   */
  record Both(String candidate, String baseline) {
    boolean differ() {
      return !candidate.equals(baseline);
    }
  }

  /** By image, of those that both have answered by now. */
  synchronized Map<String, Both> of(String taskId) {
    reader.poll(
        Duration.ofMillis(20),
        (topic, record) -> take(TopicReader.value(Topics.PREDICTIONS, record)));
    var both = new HashMap<String, Both>();
    firsts
        .getOrDefault(taskId, Map.of())
        .forEach((image, predicted) -> both.put(image, both(predicted.getAnswersList())));
    return both;
  }

  private void take(Predicted predicted) {
    var answers = predicted.getAnswersList();
    if (answers.size() == 2 && answers.stream().allMatch(each -> each.getFault().isEmpty())) {
      firsts
          .computeIfAbsent(predicted.getTaskId(), task -> new HashMap<>())
          .merge(
              predicted.getImageId(),
              predicted,
              (one, other) -> BY_TIME.compare(one, other) <= 0 ? one : other);
    }
  }

  private static Both both(List<VersionAnswer> answers) {
    var one = answers.get(0);
    var other = answers.get(1);
    return one.getVersion() > other.getVersion()
        ? new Both(one.getClassName(), other.getClassName())
        : new Both(other.getClassName(), one.getClassName());
  }

  @Override
  public void close() {
    reader.close();
  }
}
