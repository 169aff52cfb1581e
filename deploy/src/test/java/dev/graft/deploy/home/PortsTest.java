package dev.graft.deploy.home;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.deploy.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void picksADifferentFreePortForEach() {
    var ports = Ports.free(Map.of());
    assertEquals(Port.values().length, new HashSet<>(ports.values()).size());
    Ports.check(ports, List.of(Port.values()));
  }

  @Test
  void usesTheUsualPortsExceptAsAsked() {
    var ports = Ports.fixed(Map.of(Port.KAFKA, 19_092));
    assertEquals(19_092, ports.get(Port.KAFKA));
    assertEquals(Port.S3.usual(), ports.get(Port.S3));
  }

  @Test
  void namesThePortThatIsTakenAndTheWayOut() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var ports = Ports.free(Map.of(Port.S3, other.getLocalPort()));
      var failure = assertThrows(Failure.class, () -> Ports.check(ports, List.of(Port.values())));
      assertEquals(
          "port %d (s3) is taken by another program. Choose another with --port s3=NUMBER, or let Graft pick with --free-ports."
              .formatted(other.getLocalPort()),
          failure.getMessage());
    }
  }

  @Test
  void refusesOnePortForTwo() {
    int free = Ports.free(Map.of()).get(Port.KAFKA);
    var ports = Ports.free(Map.of(Port.KAFKA, free, Port.S3, free));
    var failure = assertThrows(Failure.class, () -> Ports.check(ports, List.of(Port.values())));
    assertTrue(failure.getMessage().contains("asked for twice"));
  }
}
