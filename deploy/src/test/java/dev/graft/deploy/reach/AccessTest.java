package dev.graft.deploy.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.deploy.Failure;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a command gets in, as the configuration says it. */
class AccessTest {
  @Test
  void speaksPlainlyWhenNothingIsSaid() {
    assertEquals(Access.PLAIN, Access.of(Map.of()));
    assertEquals("http://a:1/x", Access.PLAIN.url("a:1", "/x"));
  }

  @Test
  void speaksTlsToTheDoorsThatDo() {
    var access = Access.of(Map.of("graft.http.tls.certificate", "c"));
    assertTrue(access.httpOverTls() && !access.grpcOverTls());
    assertEquals("https://a:1/x", access.url("a:1", "/x"));
  }

  @Test
  void speaksTlsEverywhereIfOnlyClientsAreSpokenOf() {
    var access = Access.of(Map.of("graft.client.tls.ca", "ca.pem"));
    assertTrue(access.httpOverTls() && access.grpcOverTls());
  }

  @Test
  void handsKafkasPropertiesOnAndPrintsNone() {
    var access =
        Access.of(
            Map.of(
                "graft.kafka.properties.sasl.jaas.config", "hush",
                "graft.kafka.replication-factor", "3"));
    assertEquals(Map.of("sasl.jaas.config", "hush"), access.kafka());
    assertFalse(access.toString().contains("hush"));
  }

  @Test
  void refusesWhatCanNotWork() {
    assertSays("Unknown configuration key graft.client.tls.cert", "graft.client.tls.cert");
    assertSays("only of use together", "graft.client.tls.certificate");
    assertSays("set graft.client.tls.certificate and", "graft.http.tls.client-ca");
    assertSays("set graft.kafka.bootstrap-servers", "graft.kafka.properties.bootstrap.servers");
    assertSays("which does not exist", "graft.kafka.client-file");
  }

  private static void assertSays(String what, String key) {
    var refusal = assertThrows(Failure.class, () -> Access.of(Map.of(key, "/not/there")));
    assertTrue(refusal.getMessage().contains(what), refusal.getMessage());
  }
}
