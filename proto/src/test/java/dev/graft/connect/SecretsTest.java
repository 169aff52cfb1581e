package dev.graft.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.blobs.BlobStore;
import dev.graft.embedded.TestBed;
import dev.graft.loop.Clients;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Secrets come from files, and are never said. */
class SecretsTest {
  private static final String HUSH = "hush-hush";

  private final Path folder = TestBed.folder("secrets");

  @Test
  void takesTheStoresKeysFromFilesWithoutTheLineEndsBehindThem() throws IOException {
    var given =
        Map.<String, Object>of(
            "graft.store.endpoint", TestBed.storeEndpoint(),
            "graft.store.bucket", "secrets",
            "graft.store.access-key-file", file("access", TestBed.ACCESS_KEY + "\r\n").toString(),
            "graft.store.secret-key-file", file("secret", TestBed.SECRET_KEY + "\n").toString());
    try (var context = with(given)) {
      UnknownKeys.refuse(context);
      var blobs = context.getBean(BlobStore.class);
      blobs.ensureReady();
      blobs.put("x", new byte[] {1});
      assertTrue(blobs.stat("x").isPresent());
    }
  }

  @Test
  void refusesASecretGivenTwice() throws IOException {
    var refusal =
        refused(
            Map.of(
                "graft.store.secret-key",
                HUSH,
                "graft.store.secret-key-file",
                file("twice", HUSH).toString()));
    assertSays(refusal, "graft.store.secret-key and graft.store.secret-key-file are both set");
  }

  @Test
  void refusesAFileThatIsMissingEmptyOrUnreadable() throws IOException {
    var absent = folder.resolve("absent");
    assertSays(
        refused(Map.of("graft.store.secret-key-file", absent.toString())),
        "graft.store.secret-key-file names " + absent + ", which does not exist");
    var empty = file("empty", "\n");
    assertSays(
        refused(Map.of("graft.store.access-key-file", empty.toString())),
        "graft.store.access-key-file names " + empty + ", which is empty");
    assertSays(
        refused(Map.of("graft.store.access-key-file", folder.toString())),
        "graft.store.access-key-file names " + folder + ", which this process can't read");
  }

  @Test
  void mergesTheFileOfKafkaPropertiesWithThoseOfTheConfiguration() throws IOException {
    var file =
        file(
            "client.properties",
            "sasl.mechanism=PLAIN\n"
                + "sasl.jaas.config=Login required \\\n"
                + "  password=\"${h\u00fcsh}\";\n");
    var given =
        Map.<String, Object>of(
            "graft.kafka.properties.security.protocol",
            "SASL_SSL",
            "graft.kafka.client-file",
            file.toString());
    try (var context = with(given)) {
      UnknownKeys.refuse(context);
      assertEquals(
          Map.of(
              "security.protocol",
              "SASL_SSL",
              "sasl.mechanism",
              "PLAIN",
              "sasl.jaas.config",
              "Login required password=\"${h\u00fcsh}\";"),
          context.getBean(Clients.class).properties());
    }
  }

  @Test
  void refusesAKafkaPropertyGivenTwiceOrWithoutUse() throws IOException {
    var twice = file("twice.properties", "ssl.key.password=" + HUSH);
    assertSays(
        assertThrows(
            IllegalArgumentException.class,
            () -> ClientProperties.merged(Map.of("ssl.key.password", HUSH), twice)),
        "[ssl.key.password], and so does graft.kafka.properties.*");
    var useless = file("useless.properties", "bootstrap.servers=x:1");
    assertSays(
        assertThrows(
            IllegalArgumentException.class, () -> ClientProperties.merged(Map.of(), useless)),
        "set graft.kafka.bootstrap-servers");
    assertThrows(
        IllegalArgumentException.class,
        () -> ClientProperties.merged(Map.of("bootstrap.servers", "x:1"), null));
    var garbage = file("garbage.properties", "password=\\uXYZW" + HUSH);
    assertSays(
        assertThrows(
            IllegalArgumentException.class, () -> ClientProperties.merged(Map.of(), garbage)),
        "which is no properties file");
  }

  @Test
  void takesAFileThatTheGraftCommandReadsToo() {
    try (var context = with(Map.of("graft.client.tls.ca", "ca.pem"))) {
      UnknownKeys.refuse(context);
    }
    try (var context = with(Map.of("graft.client.tls.cert", "ca.pem"))) {
      assertThrows(IllegalArgumentException.class, () -> UnknownKeys.refuse(context));
    }
  }

  @Test
  void saysASecretNowhere() throws IOException {
    var given =
        Map.<String, Object>of(
            "graft.store.secret-key",
            HUSH,
            "graft.kafka.client-file",
            file("jaas.properties", "sasl.jaas.config=" + HUSH).toString());
    try (var context = with(given)) {
      var store = context.getBean(StoreConfig.class);
      var kafka = context.getBean(KafkaConfig.class);
      var said = "" + store + store.address() + kafka + kafka.clients();
      assertFalse(said.contains(HUSH), said);
    }
  }

  private static RuntimeException refused(Map<String, Object> given) {
    try (var context = with(given)) {
      return assertThrows(RuntimeException.class, () -> context.getBean(BlobStore.class));
    }
  }

  private static void assertSays(RuntimeException refusal, String what) {
    assertTrue(refusal.getMessage().contains(what), refusal.getMessage());
    assertFalse(refusal.getMessage().contains(HUSH), refusal.getMessage());
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
  }

  private static ApplicationContext with(Map<String, Object> given) {
    return ApplicationContext.builder().propertySources(PropertySource.of("given", given)).start();
  }
}
