package dev.graft.inference.rollout;

import dev.graft.loop.BoundedRocksDb;
import dev.graft.loop.Clients;
import dev.graft.loop.StreamsShell;
import dev.graft.loop.Wakefulness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;

/** The judge as a replica runs it: its topology with the settings that it wants. */
public final class JudgeStreams {

  /**
   * Longest that counts of evidence wait for their transaction; what moves a rollout never does.
   */
  private static final Duration COUNTS_WITHIN = Duration.ofSeconds(1);

  /** Native memory of its stores: what they hold lies on disk. */
  private static final long STORE_BYTES = 64L << 20;

  private JudgeStreams() {}

  /**
   * Not started yet.
   *
   * @param replicaId stable per replica
   * @param stateDir kept between runs
   */
  public static StreamsShell of(
      Clients clients, int replicationFactor, String replicaId, Path stateDir) {
    return of(clients, replicationFactor, replicaId, stateDir, Map.of());
  }

  /**
   * With other settings of Kafka Streams on top.
   *
   * @param more they go before ours
   */
  static StreamsShell of(
      Clients clients,
      int replicationFactor,
      String replicaId,
      Path stateDir,
      Map<String, Object> more) {
    var settings = new HashMap<String, Object>();
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    settings.put(BoundedRocksDb.BYTES, STORE_BYTES);
    settings.putAll(more);
    return StreamsShell.of(
        JudgeTopology.build(),
        new StreamsShell.Settings(
            JudgeTopology.APPLICATION_ID,
            replicaId,
            clients,
            replicationFactor,
            stateDir,
            COUNTS_WITHIN,
            1,
            new Wakefulness(),
            settings));
  }
}
