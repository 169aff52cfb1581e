package dev.graft.embedded;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * What a broker that was killed has left in the cluster's metadata: it still leads its partitions,
 * until its session ends. A broker of Kafka 4.3.1 that starts meanwhile takes that for its own
 * leadership, and drops the markers of the transactions it ends then as soon as the session does
 * end, as if their partitions had been deleted (KAFKA-20734). They stay open for ever, and whoever
 * reads committed records only waits for ever. So the controller alone ends the session first, in a
 * second; the broker's own can then be as long as it likes.
 */
final class FormerIncarnation {
  private static final String CONTROLLER = "CONTROLLER";
  private static final String SESSION_MILLIS = "1000";
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  /** What a log manager leaves when it was closed in order (LogManager's CleanShutdownFile). */
  private static final String CLEAN = ".kafka_cleanshutdown";

  private static final String METADATA = "__cluster_metadata-0";

  private FormerIncarnation() {}

  /** Whether the folder's last broker did not say goodbye. */
  static boolean wasKilled(Path folder) {
    return Files.exists(folder.resolve(METADATA)) && !Files.exists(folder.resolve(CLEAN));
  }

  /**
   * Returns when the former incarnation has no session any more, or never had one.
   *
   * @param settings of the node that is about to start
   */
  static void fence(Properties settings) {
    var controller =
        new KafkaRaftServer(KafkaConfig.fromProps(controllerAlone(settings)), Time.SYSTEM);
    controller.startup();
    try {
      awaitNoSession();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      controller.shutdown();
      controller.awaitShutdown();
    }
  }

  private static Properties controllerAlone(Properties settings) {
    var alone = new Properties();
    alone.putAll(settings);
    alone.put("process.roles", "controller");
    alone.put("listeners", controllersListener(settings.getProperty("listeners")));
    alone.remove("advertised.listeners");
    alone.put("broker.session.timeout.ms", SESSION_MILLIS);
    return alone;
  }

  private static String controllersListener(String listeners) {
    return listeners.substring(listeners.indexOf(CONTROLLER + "://"));
  }

  /** Before the metadata are read there are no brokers at all; a node killed then has none. */
  private static void awaitNoSession() throws InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (count("FencedBrokerCount") == 0 || count("ActiveBrokerCount") > 0) {
      if (System.nanoTime() > end) {
        return; // the broker waits for a session by itself, and has nothing to lose without one
      }
      Thread.sleep(LOOK_EVERY.toMillis());
    }
  }

  private static int count(String metric) {
    try {
      var name = new ObjectName("kafka.controller:type=KafkaController,name=" + metric);
      var value = ManagementFactory.getPlatformMBeanServer().getAttribute(name, "Value");
      return ((Number) value).intValue();
    } catch (InstanceNotFoundException e) {
      return 0;
    } catch (JMException e) {
      throw new IllegalStateException("can't read Kafka's metric " + metric, e);
    }
  }
}
