package dev.graft.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.loop.Clients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class EmbeddedTest {
  @Test
  void keepsTopicsAndPortOverARestart() throws Exception {
    var folder = TestBed.folder("kept");
    int port;
    try (var broker = EmbeddedBroker.start(folder, 0);
        var admin = new Clients(broker.bootstrapServers()).admin()) {
      port = Integer.parseInt(broker.bootstrapServers().split(":")[1]);
      admin.createTopics(List.of(new NewTopic("kept", 2, (short) 1))).all().get();
    }
    try (var broker = EmbeddedBroker.start(folder, port);
        var admin = new Clients(broker.bootstrapServers()).admin()) {
      assertEquals("127.0.0.1:" + port, broker.bootstrapServers());
      assertEquals(Set.of("kept"), admin.listTopics().names().get());
    }
  }

  @Test
  void saysThatAPortIsTaken() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var broker =
          assertThrows(
              IllegalStateException.class,
              () -> EmbeddedBroker.start(TestBed.folder("taken"), other.getLocalPort()));
      assertTrue(
          broker.getMessage().contains("meant for the Kafka broker, is taken"),
          broker.getMessage());
      var store =
          assertThrows(
              IllegalStateException.class,
              () -> EmbeddedStore.start(TestBed.folder("taken"), other.getLocalPort(), "a", "b"));
      assertTrue(
          store.getMessage().contains("meant for the S3 server, is taken"), store.getMessage());
    }
  }

  @Test
  void saysWhenAFolderHasNoExtendedAttributes() {
    var refusal =
        assertThrows(UncheckedIOException.class, () -> EmbeddedStore.probe(Path.of("/proc/graft")));
    assertTrue(
        refusal.getMessage().contains("needs user extended attributes"), refusal.getMessage());
  }
}
