package dev.graft.embedded;

import dev.graft.topics.Topics;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/** A Kafka broker (KRaft, one node) in this JVM, on 127.0.0.1. Its data outlive it. */
public final class EmbeddedBroker implements AutoCloseable {
  private static final int NODE = 1;

  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts, and returns when clients can use it.
   *
   * @param port 0 is any free one; a taken one is a clear message
   */
  public static EmbeddedBroker start(Path dataDir, int port) {
    return start(dataDir, port, null);
  }

  /**
   * The same, for clients that prove who they are, or at least ask the broker to.
   *
   * @param security null for plain text
   */
  public static EmbeddedBroker start(Path dataDir, int port, @Nullable BrokerSecurity security) {
    int claimed = Ports.claim(port, "the Kafka broker");
    var folder = dataDir.toAbsolutePath().normalize();
    format(folder);
    var settings = settings(folder, claimed, Ports.freeBut(claimed), security);
    if (FormerIncarnation.wasKilled(folder)) {
      FormerIncarnation.fence(settings);
    }
    var server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
    server.startup();
    return new EmbeddedBroker(server, "127.0.0.1:" + claimed);
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  /** Once in a folder's life. */
  private static void format(Path folder) {
    if (Files.exists(folder.resolve("meta.properties"))) {
      return; // it is the broker's own; formatting it anew would want a new cluster id
    }
    try {
      Files.createDirectories(folder);
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setNodeId(NODE)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(folder.toString())
          .setMetadataLogDirectory(folder.toString())
          .setControllerListenerName("CONTROLLER")
          .setIgnoreFormatted(true)
          .run();
    } catch (IOException e) {
      throw new UncheckedIOException("can't use " + folder + " for the broker's data", e);
    } catch (Exception e) { // as Formatter declares it
      throw new IllegalStateException(
          "can't format " + folder + " for the broker: " + e.getMessage(), e);
    }
  }

  private static Properties settings(
      Path folder, int port, int controllerPort, @Nullable BrokerSecurity security) {
    var settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE));
    settings.put("log.dirs", folder.toString());
    settings.put(
        "listeners", "CLIENTS://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    settings.put("advertised.listeners", "CLIENTS://127.0.0.1:" + port);
    settings.put("inter.broker.listener.name", "CLIENTS");
    var protocol = security == null ? "PLAINTEXT" : security.protocol();
    settings.put(
        "listener.security.protocol.map", "CLIENTS:%s,CONTROLLER:PLAINTEXT".formatted(protocol));
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
    settings.put("auto.create.topics.enable", "false");
    settings.put("message.max.bytes", Integer.toString(Topics.REJECTS.maxMessageBytes()));
    quickly(settings);
    alone(settings);
    small(settings);
    if (security != null) {
      security.addTo(settings);
    }
    return settings;
  }

  /** Back soon after a kill -9, and no stalls when a client dies. */
  private static void quickly(Properties settings) {
    // Nobody could take over: a broker that is fenced because its machine is busy only loses its
    // leaders, and coordinators that load meanwhile find empty logs (4.3.1).
    settings.put("broker.session.timeout.ms", "60000");
    settings.put("broker.heartbeat.interval.ms", "500");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
  }

  /** There is no other broker to replicate to. */
  private static void alone(Properties settings) {
    for (var topic :
        new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
      settings.put(topic + ".replication.factor", "1");
      settings.put(topic + ".num.partitions", "5");
    }
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("default.replication.factor", "1");
  }

  /**
   * One machine, a few users: little memory, little disk; but a pause of months keeps its place.
   */
  private static void small(Properties settings) {
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    settings.put("background.threads", "2");
    settings.put("log.index.size.max.bytes", Integer.toString(256 << 10));
    settings.put("log.segment.bytes", Integer.toString(128 << 20));
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
    settings.put("offsets.topic.segment.bytes", Integer.toString(16 << 20));
    settings.put("transaction.state.log.segment.bytes", Integer.toString(16 << 20));
    settings.put("offsets.retention.minutes", Integer.toString(365 * 24 * 60));
    settings.put("transactional.id.expiration.ms", Integer.toString(7 * 24 * 60 * 60 * 1000));
  }
}
