package dev.graft.loop;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;

/** What Kafka Streams is told: the house's settings, then those of one topology. */
final class StreamsProperties {
  /**
   * A rebalance waits so long for a member that is alive and does not come: five minutes usually.
   */
  private static final String LONGEST_REBALANCE_MILLIS = "60000";

  private static final long LONGEST_POLL_MILLIS = 100;

  private StreamsProperties() {}

  static Properties of(StreamsShell.Settings settings) {
    var id = Clients.asId(settings.instanceId());
    var all = new Properties();
    all.putAll(settings.clients().common(settings.applicationId() + "-" + id));
    all.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
    all.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
    all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    all.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replicationFactor());
    all.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toAbsolutePath().toString());
    all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitInterval().toMillis());
    // A thread commits and looks at the clock only between polls; PatientClients knows when not.
    long quarter = settings.commitInterval().toMillis() / 4;
    all.put(StreamsConfig.POLL_MS_CONFIG, Math.min(LONGEST_POLL_MILLIS, Math.max(5, quarter)));
    all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    all.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.NO_OPTIMIZATION);
    // What a store has forgotten, an erased image's vectors too, leaves its changelog within a day.
    all.put(
        StreamsConfig.topicPrefix("max.compaction.lag.ms"),
        Long.toString(Duration.ofDays(1).toMillis()));
    // A restarted replica takes its old place at once, and what it left open is settled at once.
    all.put(StreamsConfig.mainConsumerPrefix("group.instance.id"), id);
    all.put(StreamsConfig.consumerPrefix("session.timeout.ms"), Clients.SESSION_MILLIS);
    all.put(StreamsConfig.consumerPrefix("heartbeat.interval.ms"), "2000");
    all.put(StreamsConfig.mainConsumerPrefix("max.poll.interval.ms"), LONGEST_REBALANCE_MILLIS);
    all.put(StreamsConfig.producerPrefix("transaction.timeout.ms"), Clients.SESSION_MILLIS);
    all.put(StreamsConfig.producerPrefix("max.request.size"), Clients.REQUEST_BYTES);
    all.put(StreamsConfig.producerPrefix("linger.ms"), "5");
    all.put(
        StreamsConfig.producerPrefix("max.in.flight.requests.per.connection"),
        Clients.ONE_IN_FLIGHT);
    all.putAll(settings.more());
    return all;
  }
}
