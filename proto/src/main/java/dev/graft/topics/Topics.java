package dev.graft.topics;

import com.google.protobuf.Message;
import dev.graft.v1.Command;
import dev.graft.v1.Embedded;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.ImageFact;
import dev.graft.v1.InboxEvent;
import dev.graft.v1.LabelFact;
import dev.graft.v1.LogShadow;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.Predicted;
import dev.graft.v1.Reject;
import dev.graft.v1.ReplicaState;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RunEvent;
import dev.graft.v1.TaskSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Every topic there is. An image's facts meet at the image, a task's at the task: all topics have
 * the same partition count and Kafka's default partitioner, so every join is local.
 */
public final class Topics {
  /**
   * Of every topic. Fixed for life, since keys would move; 1, 2, 3 or 6 replicas share it evenly.
   */
  public static final int PARTITIONS = 6;

  /** Largest encoded picture. */
  public static final int MAX_PICTURE_BYTES = 16 << 20;

  private static final int HEADROOM = 64 << 10;
  private static final int INBOX_BYTES = MAX_PICTURE_BYTES + HEADROOM;
  private static final int REJECT_BYTES = INBOX_BYTES + HEADROOM;
  private static final int FACT_BYTES = 1 << 20;
  private static final Duration DAY = Duration.ofDays(1);

  public static final Topic<InboxEvent> INBOX =
      new Topic<>(
          "graft.inbox",
          InboxEvent.getDefaultInstance(),
          "any",
          Cleanup.DELETE,
          Optional.of(DAY.multipliedBy(7)),
          PARTITIONS,
          INBOX_BYTES,
          "anyone",
          "ingest");

  public static final Topic<TaskSpec> TASKS =
      compacted("graft.tasks", TaskSpec.getDefaultInstance(), "task", "ingest", "all");

  public static final Topic<ImageFact> IMAGES =
      compacted(
          "graft.images",
          ImageFact.getDefaultInstance(),
          "image",
          "ingest",
          "feature, trainer, inference");

  public static final Topic<LabelFact> LABELS =
      forEver("graft.labels", LabelFact.getDefaultInstance(), "image", "ingest", "trainer");

  public static final Topic<Embedded> EMBEDDINGS =
      kept("graft.embeddings", Embedded.getDefaultInstance(), "image", 30, "feature", "trainer");

  public static final Topic<ExampleChange> EXAMPLES =
      forEver(
          "graft.examples",
          ExampleChange.getDefaultInstance(),
          "task",
          "trainer",
          "inference, people");

  public static final Topic<RunEvent> RUNS =
      kept("graft.runs", RunEvent.getDefaultInstance(), "task", 30, "trainer", "people");

  public static final Topic<ModelPublished> MODELS =
      compacted(
          "graft.models",
          ModelPublished.getDefaultInstance(),
          "task/version",
          "trainer",
          "inference");

  public static final Topic<Command> COMMANDS =
      forEver(
          "graft.commands",
          Command.getDefaultInstance(),
          "task",
          "ingest, inference",
          "trainer, inference");

  public static final Topic<RolloutState> ROLLOUTS =
      compacted(
          "graft.rollouts",
          RolloutState.getDefaultInstance(),
          "task",
          "the judge (inference)",
          "all");

  public static final Topic<RolloutState> ROLLOUT_HISTORY =
      forEver(
          "graft.rollout-history",
          RolloutState.getDefaultInstance(),
          "task",
          "the judge (inference)",
          "people");

  public static final Topic<ReplicaState> REPLICAS =
      new Topic<>(
          "graft.replicas",
          ReplicaState.getDefaultInstance(),
          "replica/task",
          Cleanup.COMPACT_AND_DELETE,
          Optional.of(DAY),
          PARTITIONS,
          FACT_BYTES,
          "inference",
          "the judge (inference)");

  public static final Topic<Predicted> PREDICTIONS =
      kept(
          "graft.predictions",
          Predicted.getDefaultInstance(),
          "task",
          14,
          "inference",
          "the judge (inference), people");

  public static final Topic<LogShadow> EVIDENCE =
      compacted(
          "graft.evidence",
          LogShadow.getDefaultInstance(),
          "task",
          "trainer",
          "the judge (inference)");

  public static final Topic<Reject> REJECTS =
      new Topic<>(
          "graft.rejects",
          Reject.getDefaultInstance(),
          "source key",
          Cleanup.DELETE,
          Optional.of(DAY.multipliedBy(30)),
          PARTITIONS,
          REJECT_BYTES,
          "all",
          "people, replay");

  private static final List<Topic<?>> ALL =
      List.of(
          INBOX,
          TASKS,
          IMAGES,
          LABELS,
          EMBEDDINGS,
          EXAMPLES,
          RUNS,
          MODELS,
          COMMANDS,
          ROLLOUTS,
          ROLLOUT_HISTORY,
          REPLICAS,
          PREDICTIONS,
          EVIDENCE,
          REJECTS);

  private Topics() {}

  /** In the order of the story. */
  public static List<Topic<?>> all() {
    return ALL;
  }

  private static <V extends Message> Topic<V> compacted(
      String name, V prototype, String key, String writer, String readers) {
    return fact(name, prototype, key, Cleanup.COMPACT, Optional.empty(), writer, readers);
  }

  private static <V extends Message> Topic<V> forEver(
      String name, V prototype, String key, String writer, String readers) {
    return fact(name, prototype, key, Cleanup.DELETE, Optional.empty(), writer, readers);
  }

  private static <V extends Message> Topic<V> kept(
      String name, V prototype, String key, int days, String writer, String readers) {
    return fact(
        name, prototype, key, Cleanup.DELETE, Optional.of(DAY.multipliedBy(days)), writer, readers);
  }

  private static <V extends Message> Topic<V> fact(
      String name,
      V prototype,
      String key,
      Cleanup cleanup,
      Optional<Duration> retention,
      String writer,
      String readers) {
    return new Topic<>(
        name, prototype, key, cleanup, retention, PARTITIONS, FACT_BYTES, writer, readers);
  }
}
