package dev.graft.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.embedded.BrokerSecurity;
import dev.graft.embedded.EmbeddedBroker;
import dev.graft.embedded.TestBed;
import dev.graft.tls.ClientTls;
import dev.graft.tls.TestAuthority;
import dev.graft.topics.Cleanup;
import dev.graft.topics.Provisioner;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import dev.graft.v1.TaskSpec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/** Every Kafka client that we make, against a real broker that wants TLS, and to know who asks. */
class SecuredBrokerTest {
  private static final TestAuthority OURS = new TestAuthority();
  private static final int LARGEST = 1 << 20;

  @Test
  void everyClientSaysItsNameAndPasswordOverTls() throws Exception {
    var security = new BrokerSecurity(OURS.server("sasl"), Map.of("graft", "open-sesame"));
    try (var broker = EmbeddedBroker.start(TestBed.folder("sasl"), 0, security)) {
      var clients = withPassword(broker, "open-sesame");
      try (var admin = clients.admin()) {
        Provisioner.provision(admin, 1);
        assertTrue(admin.listTopics().names().get().contains(Topics.INBOX.name()));
      }
      useEveryClient(clients, 2); // the second run of Streams restores its store from the broker
    }
  }

  @Test
  void everyClientShowsItsCertificate() throws IOException {
    var security = new BrokerSecurity(OURS.serverForKnownClients("mutual"), Map.of());
    try (var broker = EmbeddedBroker.start(TestBed.folder("mutual"), 0, security)) {
      var properties = trusting(OURS);
      properties.put("security.protocol", "SSL");
      properties.put("ssl.keystore.type", "PEM");
      properties.put("ssl.keystore.location", keyAndChain(OURS.client("graft")));
      useEveryClient(new Clients(broker.bootstrapServers(), properties), 1);
    }
  }

  @Test
  void aWrongPasswordIsABrokenWorldThatIsSaidAndOverOnceItIsRight() throws Exception {
    var folder = TestBed.folder("wrong");
    var tls = OURS.server("wrong");
    Topic<TaskSpec> in;
    Topic<TaskSpec> out;
    int port;
    try (var broker =
        EmbeddedBroker.start(folder, 0, new BrokerSecurity(tls, Map.of("graft", "right")))) {
      port = Integer.parseInt(broker.bootstrapServers().split(":")[1]);
      in = topic(withPassword(broker, "right"), "in");
      out = topic(withPassword(broker, "right"), "out");
      var wrong = withPassword(broker, "not-yet");
      try (var admin = wrong.admin()) {
        assertThrows(KafkaException.class, () -> Provisioner.provision(admin, 1));
      }
    }
    var clients = new Clients("127.0.0.1:" + port, withPassword("not-yet"));
    try (var loop = loop(clients, in, out);
        var register = Register.of(out, clients);
        var publisher = Publisher.open(clients, "tester", new SimpleMeterRegistry())) {
      try (var broker =
          EmbeddedBroker.start(folder, port, new BrokerSecurity(tls, Map.of("graft", "right")))) {
        loop.start();
        register.start();
        for (var each : List.of(loop, register)) {
          Given.until(() -> each.health().why().contains("Authentication"));
          assertTrue(each.health().alive() && !each.health().ready(), each.health().why());
        }
        var sent = publisher.send(in, "a", Given.task("a"));
        var failure = assertThrows(CompletionException.class, sent::join);
        assertTrue(failure.getCause() instanceof KafkaException, failure.toString());
      }
      try (var broker =
          EmbeddedBroker.start(folder, port, new BrokerSecurity(tls, Map.of("graft", "not-yet")))) {
        publisher.send(in, "b", Given.task("b")).join();
        Given.until(() -> register.get("b").isPresent());
        Given.until(() -> loop.health().ready() && register.health().ready());
      }
    }
  }

  @Test
  void aBrokerOfAnotherAuthorityIsNotTrusted() {
    var security = new BrokerSecurity(OURS.server("mistrusted"), Map.of("graft", "right"));
    try (var broker = EmbeddedBroker.start(TestBed.folder("mistrusted"), 0, security)) {
      var properties = new HashMap<>(withPassword("right"));
      properties.putAll(trusting(new TestAuthority()));
      try (var admin = new Clients(broker.bootstrapServers(), properties).admin()) {
        var refusal = assertThrows(KafkaException.class, () -> Provisioner.provision(admin, 1));
        assertTrue(refusal.toString().contains("SSL"), refusal.toString());
      }
    }
  }

  /** Admin, publisher, step loop, Streams with its own clients, register, reader. */
  private static void useEveryClient(Clients clients, int runs) {
    var in = topic(clients, "in");
    var between = topic(clients, "between");
    var out = topic(clients, "out");
    try (var publisher = Publisher.open(clients, "tester", new SimpleMeterRegistry());
        var loop = loop(clients, in, between).start();
        var register = Register.of(out, clients).start()) {
      for (long run = 1; run <= runs; run++) {
        publisher.send(in, "a", Given.task("a")).join();
        try (var streams = numbering(clients, between, out).start()) {
          long revision = run;
          Given.until(
              () -> register.get("a").filter(it -> it.getRevision() == revision).isPresent());
        }
      }
      assertTrue(loop.health().ready(), loop.health().why());
    }
    assertEquals(runs, Given.records(clients, out, runs).size());
  }

  private static StepLoop<TaskSpec> loop(
      Clients clients, Topic<TaskSpec> from, Topic<TaskSpec> to) {
    return StepLoop.over(
            from,
            poll ->
                poll.stream()
                    .map(message -> Outgoing.send(to, message.key(), message.value()))
                    .toList())
        .named("secured")
        .in("tester")
        .instance("one")
        .with(clients)
        .metrics(new SimpleMeterRegistry())
        .build();
  }

  private static StreamsShell numbering(Clients clients, Topic<TaskSpec> from, Topic<TaskSpec> to) {
    var settings =
        new StreamsShell.Settings(
            "secured-" + from.name(), "one", clients, 1, TestBed.folder("secured"));
    var topology = StreamsShellTest.numbering(from, to, new AtomicBoolean());
    return StreamsShell.of(topology, settings);
  }

  private static Topic<TaskSpec> topic(Clients clients, String name) {
    return Given.topic(clients, name, Cleanup.DELETE, LARGEST);
  }

  private static Clients withPassword(EmbeddedBroker broker, String password) {
    return new Clients(broker.bootstrapServers(), withPassword(password));
  }

  private static Map<String, String> withPassword(String password) {
    var properties = trusting(OURS);
    properties.put("security.protocol", "SASL_SSL");
    properties.put("sasl.mechanism", "PLAIN");
    properties.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"graft\""
            + " password=\"%s\";".formatted(password));
    return properties;
  }

  private static Map<String, String> trusting(TestAuthority authority) {
    var properties = new HashMap<String, String>();
    properties.put("ssl.truststore.type", "PEM");
    properties.put("ssl.truststore.location", authority.ca().toString());
    return properties;
  }

  /** One file, as Kafka reads them. */
  private static String keyAndChain(ClientTls client) throws IOException {
    var text = Files.readString(client.privateKey()) + Files.readString(client.certificate());
    return TestAuthority.write(TestBed.folder("client").resolve("client.pem"), text).toString();
  }
}
