package dev.graft.bench.trials;

import com.google.protobuf.Message;
import dev.graft.deploy.reach.TopicReader;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import dev.graft.v1.Command;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.LogShadow;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.Predicted;
import dev.graft.v1.ReplicaState;
import dev.graft.v1.RolloutState;
import dev.graft.v1.TaskSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** All that is committed of one task, in the order of the logs, read from their beginnings. */
final class TaskLog {
  private static final Topic<?>[] READ = {
    Topics.TASKS,
    Topics.MODELS,
    Topics.PREDICTIONS,
    Topics.EXAMPLES,
    Topics.EVIDENCE,
    Topics.COMMANDS,
    Topics.ROLLOUTS,
    Topics.ROLLOUT_HISTORY,
    Topics.REPLICAS
  };

  private final String taskId;
  private final List<TaskSpec> specs = new ArrayList<>();
  private final List<ModelPublished> models = new ArrayList<>();
  private final List<Predicted> predictions = new ArrayList<>();
  private final List<ExampleChange> changes = new ArrayList<>();
  private final List<LogShadow> shadows = new ArrayList<>();
  private final List<Command> commands = new ArrayList<>();
  private final List<RolloutState> states = new ArrayList<>();
  private final List<RolloutState> history = new ArrayList<>();
  private final Map<String, ReplicaState> replicas = new TreeMap<>();
  private final Map<TopicPartition, Long> last = new HashMap<>();
  private int partition = -1;

  TaskLog(String taskId) {
    this.taskId = taskId;
  }

  static TaskLog read(String kafka, String taskId) {
    var log = new TaskLog(taskId);
    try (var reader = new TopicReader(kafka, READ)) {
      reader.toEnd(log::take);
    }
    return log;
  }

  /** Whatever is of another task is passed over. */
  void take(String topic, ConsumerRecord<String, byte[]> record) {
    if (record.value() == null) {
      return;
    }
    if (topic.equals(Topics.MODELS.name()) || topic.equals(Topics.REPLICAS.name())) {
      byTwo(topic, record);
    } else if (taskId.equals(record.key())) {
      partition = record.partition();
      last.put(new TopicPartition(topic, record.partition()), record.offset());
      byTask(topic, record);
    }
  }

  /** Keyed by the task and something else. */
  private void byTwo(String topic, ConsumerRecord<String, byte[]> record) {
    if (topic.equals(Topics.MODELS.name())) {
      add(models, Topics.MODELS, record, ModelPublished::getTaskId);
    } else {
      var state = TopicReader.value(Topics.REPLICAS, record);
      if (state.getTaskId().equals(taskId)) {
        replicas.put(state.getReplicaId(), state);
      }
    }
  }

  private void byTask(String topic, ConsumerRecord<String, byte[]> record) {
    if (topic.equals(Topics.TASKS.name())) {
      add(specs, Topics.TASKS, record, TaskSpec::getTaskId);
    } else if (topic.equals(Topics.PREDICTIONS.name())) {
      add(predictions, Topics.PREDICTIONS, record, Predicted::getTaskId);
    } else if (topic.equals(Topics.EXAMPLES.name())) {
      add(changes, Topics.EXAMPLES, record, ExampleChange::getTaskId);
    } else if (topic.equals(Topics.EVIDENCE.name())) {
      add(shadows, Topics.EVIDENCE, record, LogShadow::getTaskId);
    } else if (topic.equals(Topics.COMMANDS.name())) {
      add(commands, Topics.COMMANDS, record, Command::getTaskId);
    } else if (topic.equals(Topics.ROLLOUTS.name())) {
      add(states, Topics.ROLLOUTS, record, RolloutState::getTaskId);
    } else {
      add(history, Topics.ROLLOUT_HISTORY, record, RolloutState::getTaskId);
    }
  }

  private interface Naming<V> {
    String task(V value);
  }

  private <V extends Message> void add(
      List<V> all, Topic<V> topic, ConsumerRecord<String, byte[]> record, Naming<V> naming) {
    var value = TopicReader.value(topic, record);
    if (naming.task(value).equals(taskId)) {
      all.add(value);
    }
  }

  /** Where all that is keyed by the task lies; -1: nothing does yet. */
  int partition() {
    return partition;
  }

  /** Offsets of the last records that are keyed by the task. */
  Map<TopicPartition, Long> last() {
    return last;
  }

  /** The newest; the tasks here are never changed. */
  TaskSpec spec() {
    return specs.get(specs.size() - 1);
  }

  List<ModelPublished> models() {
    return models;
  }

  List<Predicted> predictions() {
    return predictions;
  }

  List<ExampleChange> changes() {
    return changes;
  }

  List<LogShadow> shadows() {
    return shadows;
  }

  List<Command> commands() {
    return commands;
  }

  /** As far as graft.rollouts was not compacted. */
  List<RolloutState> states() {
    return states;
  }

  List<RolloutState> history() {
    return history;
  }

  /** What each replica said last. */
  Map<String, ReplicaState> replicas() {
    return replicas;
  }
}
