package dev.graft.deploy.demo.trial;

import dev.graft.deploy.demo.props.Following;
import dev.graft.deploy.demo.props.Sample;
import dev.graft.deploy.demo.props.Waiting;
import dev.graft.deploy.reach.TopicReader;
import dev.graft.topics.Topics;
import dev.graft.v1.Example;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.LogShadow;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RunEvent;
import dev.graft.v1.Split;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the trainer and the judge say of a task, as anybody can read it. */
final class TrialLog implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String taskId;
  private final Map<String, Split> splits = new ConcurrentHashMap<>();
  private final Set<String> learned = ConcurrentHashMap.newKeySet();
  private final Map<String, String> verdicts = new HashMap<>();
  private final List<Fit> fits = new CopyOnWriteArrayList<>();
  private final List<LogShadow> shadows = new CopyOnWriteArrayList<>();
  private final List<RolloutState> history = new CopyOnWriteArrayList<>();
  private final Following following;

  TrialLog(String kafka, String taskId) {
    this.taskId = taskId;
    this.following =
        new Following(
            "trial-log",
            kafka,
            this::note,
            Topics.EXAMPLES,
            Topics.RUNS,
            Topics.EVIDENCE,
            Topics.ROLLOUT_HISTORY);
  }

  private void note(String topic, ConsumerRecord<String, byte[]> record) {
    if (topic.equals(Topics.EXAMPLES.name())) {
      noteExample(TopicReader.value(Topics.EXAMPLES, record));
    } else if (!taskId.equals(record.key())) {
      return;
    } else if (topic.equals(Topics.RUNS.name())) {
      noteRun(TopicReader.value(Topics.RUNS, record));
    } else if (topic.equals(Topics.EVIDENCE.name())) {
      shadows.add(TopicReader.value(Topics.EVIDENCE, record));
    } else {
      history.add(TopicReader.value(Topics.ROLLOUT_HISTORY, record));
    }
  }

  /** A picture is in the same split for every task. */
  private void noteExample(ExampleChange change) {
    Example example = change.hasAdded() ? change.getAdded() : change.getReplaced();
    if (example.getEmbeddingsCount() > 0) {
      splits.put(change.getImageId(), example.getSplit());
      if (change.getTaskId().equals(taskId)) {
        learned.add(example.getLabelEventId());
      }
    }
  }

  private void noteRun(RunEvent run) {
    switch (run.getEventCase()) {
      case GATED -> {
        var verdict = run.getGated().getVerdict();
        var said = verdict.getVerdict() + ": " + verdict.getWhy();
        verdicts.put(run.getRunId(), said);
        if (!verdict.getReleased()) {
          fits.add(new Fit(0, said));
        }
      }
      case PUBLISHED ->
          fits.add(
              new Fit(run.getPublished().getVersion(), verdicts.getOrDefault(run.getRunId(), "")));
      case FAILED -> fits.add(new Fit(0, "the fit failed: " + run.getFailed().getWhy()));
      case DROPPED -> fits.add(new Fit(0, "the fit was dropped: " + run.getDropped().getWhy()));
      case DECIDED -> {
        if (!run.getDecided().getTrain()) {
          fits.add(new Fit(0, "no fit: " + run.getDecided().getWhy()));
        }
      }
      default -> {}
    }
  }

  /** All fits that ended, in order. */
  List<Fit> fits() {
    return fits;
  }

  /** All states of the task's rollout, in order. */
  List<RolloutState> history() {
    return List.copyOf(history);
  }

  /** What log shadow found of a version. */
  LogShadow logShadow(long version) {
    return shadows.stream()
        .filter(shadow -> shadow.getCandidate().getVersion() == version)
        .findFirst()
        .orElse(LogShadow.getDefaultInstance());
  }

  /** Whether heads learn from a picture, and are not judged by it. */
  boolean learnedFrom(Sample sample) {
    return splits.get(sample.imageId()) == Split.TRAIN;
  }

  void awaitSplits(List<Sample> samples) {
    Waiting.need(
        "the examples of all pictures",
        () -> samples.stream().allMatch(sample -> splits.containsKey(sample.imageId())),
        PATIENCE);
  }

  /** Until the trainer has taken in these labels. */
  void awaitLabels(Collection<String> eventIds) {
    Waiting.need(
        "the examples of a batch of labels", () -> learned.containsAll(eventIds), PATIENCE);
  }

  /** The first state that is so, of those that there are and will be. */
  RolloutState await(String what, Predicate<RolloutState> wanted) {
    Waiting.need(what, () -> history.stream().anyMatch(wanted), PATIENCE);
    return history.stream().filter(wanted).findFirst().orElseThrow();
  }

  /**
   * The first state after this one in which the version is not on trial any more; the last one if
   * that takes too long.
   */
  RolloutState awaitEnd(long version, RolloutState began) {
    Predicate<RolloutState> over =
        state ->
            state.getRevision() > began.getRevision() && state.getCandidateVersion() != version;
    Waiting.until(() -> history.stream().anyMatch(over), PATIENCE);
    return history.stream()
        .filter(over)
        .findFirst()
        .orElseGet(() -> history.get(history.size() - 1));
  }

  @Override
  public void close() {
    following.close();
  }
}
