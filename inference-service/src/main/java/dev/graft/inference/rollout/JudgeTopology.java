package dev.graft.inference.rollout;

import com.google.protobuf.Message;
import dev.graft.inference.v1.ImageSighting;
import dev.graft.inference.v1.JudgedTask;
import dev.graft.inference.v1.TrialTally;
import dev.graft.loop.Ports;
import dev.graft.serdes.ProtoSerde;
import dev.graft.topics.Topics;
import dev.graft.v1.RolloutState;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Everything that can move a rollout meets at the task, where the judge speaks. Models are keyed
 * task/version and replicas replica/task, so both go by the task first.
 *
 * <pre>
 *   graft.models ───> by task ─┐
 *   graft.replicas ─> by task ─┤
 *   graft.tasks ───────────────┤
 *   graft.commands ────────────┼─> judge ─> graft.rollouts, graft.rollout-history
 *   graft.predictions ─────────┤
 *   graft.examples ────────────┤
 *   graft.evidence ────────────┘
 * </pre>
 *
 * Its stores: the rollouts, what it knows of the tasks, a tally for each trial, and an entry for
 * each image that was answered by both versions of a trial or labelled during one.
 */
final class JudgeTopology {

  /** Stable for ever: names the group, the internal topics and the state directory. */
  static final String APPLICATION_ID = "graft-judge";

  static final String ROLLOUTS = "rollouts";
  static final String TASKS = "tasks";
  static final String TALLIES = "tallies";
  static final String SIGHTINGS = "sightings";
  private static final String SERVICE = "inference";
  private static final String JUDGE = "judge";

  private JudgeTopology() {}

  static Topology build() {
    var builder = new StreamsBuilder();
    ByTask.models(builder, "models-by-task");
    ByTask.replicas(builder, "replicas-by-task");
    var topology = builder.build();
    topology.addProcessor(
        JUDGE,
        JudgeProcessor::new,
        "models-by-task",
        "replicas-by-task",
        Ports.in(topology, Topics.TASKS, SERVICE),
        Ports.in(topology, Topics.COMMANDS, SERVICE),
        Ports.in(topology, Topics.PREDICTIONS, SERVICE),
        Ports.in(topology, Topics.EXAMPLES, SERVICE),
        Ports.in(topology, Topics.EVIDENCE, SERVICE));
    topology.addStateStore(
        store(Stores.persistentKeyValueStore(ROLLOUTS), RolloutState.getDefaultInstance()), JUDGE);
    topology.addStateStore(
        store(Stores.inMemoryKeyValueStore(TASKS), JudgedTask.getDefaultInstance()), JUDGE);
    topology.addStateStore( // written with each answer, and to its changelog with each commit
        store(Stores.inMemoryKeyValueStore(TALLIES), TrialTally.getDefaultInstance())
            .withCachingEnabled(),
        JUDGE);
    topology.addStateStore(
        store(Stores.persistentKeyValueStore(SIGHTINGS), ImageSighting.getDefaultInstance()),
        JUDGE);
    Ports.out(topology, Topics.ROLLOUTS, SERVICE, JUDGE);
    Ports.out(topology, Topics.ROLLOUT_HISTORY, SERVICE, JUDGE);
    return topology;
  }

  private static <V extends Message> StoreBuilder<?> store(
      KeyValueBytesStoreSupplier kind, V prototype) {
    return Stores.keyValueStoreBuilder(kind, Serdes.String(), ProtoSerde.of(prototype));
  }
}
