package dev.graft.inference.rollout;

import dev.graft.loop.Ports;
import dev.graft.topics.Topics;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * Everything that can move a rollout meets at the task, where the judge speaks. Models are keyed
 * task/version and replicas replica/task, so both go by the task first.
 *
 * <pre>
 *   graft.models ───> by task ─┐
 *   graft.replicas ─> by task ─┼─> judge (store: rollouts) ─> graft.rollouts, graft.rollout-history
 *   graft.commands ────────────┘
 * </pre>
 */
public final class JudgeTopology {

  /** Stable for ever: names the group, the internal topics and the state directory. */
  public static final String APPLICATION_ID = "graft-judge";

  static final String STORE = "rollouts";
  private static final String SERVICE = "inference";

  private JudgeTopology() {}

  public static Topology build() {
    var builder = new StreamsBuilder();
    ByTask.models(builder, "models-by-task");
    ByTask.replicas(builder, "replicas-by-task");
    var topology = builder.build();
    var commands = Ports.in(topology, Topics.COMMANDS, SERVICE);
    topology.addProcessor(
        "judge", JudgeProcessor::new, commands, "models-by-task", "replicas-by-task");
    topology.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(STORE), Serdes.String(), Topics.ROLLOUTS.serde()),
        "judge");
    Ports.out(topology, Topics.ROLLOUTS, SERVICE, "judge");
    Ports.out(topology, Topics.ROLLOUT_HISTORY, SERVICE, "judge");
    return topology;
  }
}
