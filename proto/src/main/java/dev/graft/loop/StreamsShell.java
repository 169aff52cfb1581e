package dev.graft.loop;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/** A Kafka Streams topology that runs, with the house's settings. */
public final class StreamsShell implements Monitored, AutoCloseable {
  private final Settings settings;

  /**
   * How to run a topology.
   *
   * @param applicationId stable for ever: names the group, the internal topics and the state
   *     directory
   * @param instanceId stable per replica
   * @param stateDir where the stores lie; kept between runs, not under /tmp
   */
  public record Settings(
      String applicationId,
      String instanceId,
      Clients clients,
      int replicationFactor,
      Path stateDir,
      Duration commitInterval,
      int threads) {
    public Settings(
        String applicationId,
        String instanceId,
        Clients clients,
        int replicationFactor,
        Path stateDir) {
      this(
          applicationId,
          instanceId,
          clients,
          replicationFactor,
          stateDir,
          Duration.ofMillis(100),
          1);
    }
  }

  private StreamsShell(Settings settings) {
    this.settings = settings;
  }

  public static StreamsShell of(Topology topology, Settings settings) {
    return new StreamsShell(settings);
  }

  public StreamsShell start() {
    throw new UnsupportedOperationException();
  }

  /** For queries of its stores. */
  public KafkaStreams streams() {
    throw new UnsupportedOperationException();
  }

  /** True once it runs and its stores are restored. */
  public boolean awaitRunning(Duration atMost) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  @Override
  public String name() {
    return "streams " + settings.applicationId();
  }

  @Override
  public LoopHealth health() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
