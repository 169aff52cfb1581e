package dev.graft.deploy.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.deploy.home.Home;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person wrote reaches the services as it was meant, and nobody else. */
class SettingsTest {
  private final Home home = new Home(Path.of("target", "settings"));

  @BeforeEach
  void aHome() {
    home.ensured();
  }

  @Test
  void writesWhatAnyReaderOfPropertiesReadsBack() throws IOException {
    var settings =
        Map.of(
            "graft.kafka.properties.sasl.jaas.config",
            "Login required password=\"#!\\ \u00fc\u4f60:=\";",
            "graft.store.bucket",
            " leading and\ttab");
    var read = new Properties();
    read.load(
        new ByteArrayInputStream(Settings.text(settings).getBytes(StandardCharsets.ISO_8859_1)));
    assertEquals(settings, Map.copyOf(read));
  }

  @Test
  void takesFilesFromTheFolderThatOneIsInAndLeavesAllElseAlone() throws IOException {
    var file =
        Files.writeString(
            home.run("given.properties"),
            """
            graft.store.secret-key-file=key
            graft.grpc.tls.client-ca=ca.pem
            graft.kafka.properties.ssl.truststore.location=trust.pem
            graft.store.bucket=graft
            """);
    assertEquals(
        Map.of(
            "graft.store.secret-key-file",
            Path.of("key").toAbsolutePath().toString(),
            "graft.grpc.tls.client-ca",
            Path.of("ca.pem").toAbsolutePath().toString(),
            "graft.kafka.properties.ssl.truststore.location",
            "trust.pem",
            "graft.store.bucket",
            "graft"),
        Settings.read(file));
  }

  @Test
  void writesForTheOwnersEyesAloneAlsoOverAFileOfOthers() throws IOException {
    var open = Files.writeString(home.run("secret"), "old");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    var file = home.writePrivately("secret", "new");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals("new", Files.readString(file));
  }

  @Test
  void keepsFromServicesWhatIsForClientsAndFromClientsWhatIsForServices() {
    var extra =
        Map.of(
            "graft.client.tls.ca", "a",
            "graft.kafka.client-file", "b",
            "graft.store.secret-key-file", "c");
    var plan = new Plan(new Installation(Path.of("")), home, Map.of(), extra);
    assertEquals(
        Map.of("graft.kafka.client-file", "b", "graft.store.secret-key-file", "c"),
        plan.forServices());
    assertEquals(
        Map.of("graft.client.tls.ca", "a", "graft.kafka.client-file", "b"), plan.forClients());
  }
}
