package dev.graft.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.loop.Clients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** A broker in a process of its own, killed with a transaction open. */
final class KilledBrokerTest {
  private static final TopicPartition READ = new TopicPartition("read", 0);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The process: arguments are folder and port. */
  static final class Child {
    public static void main(String[] arguments) throws Exception {
      try (var broker =
          EmbeddedBroker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]))) {
        System.out.println(broker.bootstrapServers());
        System.in.read();
      }
    }
  }

  @Test
  void endsTheTransactionsThatItsKillLeftOpen() throws Exception {
    var folder = TestBed.folder("killed");
    var first = start(folder, 0);
    try {
      var address = address(first);
      leaveATransactionOpen(address);
      first.destroyForcibly().waitFor();
      var second = start(folder, Integer.parseInt(address.split(":")[1]));
      try {
        assertEquals(address, address(second));
        send(producer(address, Map.of()), "after the kill");
        assertEquals(List.of("after the kill"), firstCommitted(address));
      } finally {
        second.destroyForcibly().waitFor();
      }
    } finally {
      first.destroyForcibly().waitFor();
    }
  }

  private static void leaveATransactionOpen(String address) throws Exception {
    try (var admin = new Clients(address).admin()) {
      admin.createTopics(List.of(new NewTopic(READ.topic(), 1, (short) 1))).all().get();
    }
    var producer =
        producer(address, Map.of("transactional.id", "open", "transaction.timeout.ms", 1000));
    producer.initTransactions();
    producer.beginTransaction();
    send(producer, "never committed");
  }

  /** Closed at once, so that an open transaction stays open. */
  private static void send(KafkaProducer<String, String> producer, String value) throws Exception {
    producer.send(new ProducerRecord<>(READ.topic(), value)).get();
    producer.close(Duration.ZERO);
  }

  private static Process start(Path folder, int port) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            folder.toString(),
            String.valueOf(port))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Its last line: others are of the log. */
  private static String address(Process broker) throws Exception {
    var lines = broker.inputReader();
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.matches("127\\.0\\.0\\.1:[0-9]+")) {
        return line;
      }
    }
    throw new IllegalStateException("the broker did not start");
  }

  private static KafkaProducer<String, String> producer(String address, Map<String, Object> more) {
    var settings = new HashMap<String, Object>(more);
    settings.put("bootstrap.servers", address);
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  private static List<String> firstCommitted(String address) {
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers", address,
            "isolation.level", "read_committed",
            "auto.offset.reset", "earliest");
    var found = new ArrayList<String>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(READ));
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (found.isEmpty() && System.nanoTime() < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> found.add(record.value()));
      }
    }
    return found;
  }
}
