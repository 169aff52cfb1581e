package dev.graft.deploy.endtoend;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.deploy.home.Home;
import dev.graft.deploy.home.RunFile;
import dev.graft.embedded.BrokerSecurity;
import dev.graft.embedded.EmbeddedBroker;
import dev.graft.embedded.EmbeddedStore;
import dev.graft.tls.ClientTls;
import dev.graft.tls.TestAuthority;
import dev.graft.vision.draw.DemoPictures;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * One story, every line of it over TLS: a broker that wants passwords, a store over https, HTTP and
 * gRPC doors that want to know their clients; all told to the real command by one file.
 */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecuredSystemTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String BROKER_SECRET = "sesame-of-the-broker";
  private static final String STORE_SECRET = "sesame-of-the-store";
  private static final Home HOME = TestHomes.fresh("secured");
  private static final String FOLDER = HOME.folder().toString();
  private static final TestAuthority OURS = new TestAuthority();
  private static final ClientTls FRIEND = OURS.client("friend");

  private static EmbeddedBroker broker;
  private static EmbeddedStore store;

  @BeforeAll
  static void aBrokerAndAStoreOfOthers() throws IOException {
    var users = Map.of("graft", BROKER_SECRET);
    var security = new BrokerSecurity(OURS.server("broker"), users);
    broker = EmbeddedBroker.start(HOME.folder().resolve("others/broker"), 0, security);
    store =
        EmbeddedStore.start(
            HOME.folder().resolve("others/store"), 0, "graft", STORE_SECRET, OURS.server("store"));
    HOME.ensured();
    write("store.key", STORE_SECRET + "\n");
    write(
        "kafka.properties",
        """
        security.protocol=SASL_SSL
        sasl.mechanism=PLAIN
        sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \
          username="graft" password="%s";
        ssl.truststore.type=PEM
        """
            .formatted(BROKER_SECRET));
    configure();
  }

  private static void configure() throws IOException {
    var doors = OURS.serverForKnownClients("doors");
    var keys = new Properties();
    keys.setProperty("graft.kafka.bootstrap-servers", broker.bootstrapServers());
    keys.setProperty("graft.kafka.client-file", file("kafka.properties").toString());
    keys.setProperty("graft.kafka.properties.ssl.truststore.location", OURS.ca().toString());
    keys.setProperty("graft.store.endpoint", store.endpoint());
    keys.setProperty("graft.store.ca-certificate", OURS.ca().toString());
    keys.setProperty("graft.store.secret-key-file", file("store.key").toString());
    for (var door : List.of("graft.http.tls.", "graft.grpc.tls.")) {
      keys.setProperty(door + "certificate", doors.certificate().toString());
      keys.setProperty(door + "private-key", doors.privateKey().toString());
      keys.setProperty(door + "client-ca", String.valueOf(doors.clientCa()));
    }
    keys.setProperty("graft.client.tls.ca", OURS.ca().toString());
    keys.setProperty("graft.client.tls.certificate", String.valueOf(FRIEND.certificate()));
    keys.setProperty("graft.client.tls.private-key", String.valueOf(FRIEND.privateKey()));
    var text = new StringWriter();
    keys.store(text, null);
    write("graft.properties", text.toString());
  }

  @AfterAll
  static void nothingStays() {
    RunFile.read(HOME).flatMap(run -> run.supervisor().alive()).ifPresent(ProcessHandle::destroy);
    await("the supervisor ends").atMost(LONG).until(() -> RunFile.read(HOME).isEmpty());
    store.close();
    broker.close();
  }

  @Test
  @Order(1)
  void comesUpAndAnswersItsOwnCommands() throws Exception {
    var config = file("graft.properties").toString();
    var up = Cli.graft("up", "--detach", "--free-ports", "--config", config, "--home", FOLDER);
    assertEquals(0, up.exitCode(), up.out());
    var status = Cli.graft("status", "--json", "--home", FOLDER);
    assertEquals(0, status.exitCode(), status.out());
    var json = new ObjectMapper().readTree(status.out());
    assertEquals(4, json.path("parts").size());
    assertFalse(json.path("tasks").isNull(), "the trainer's door answers too");
  }

  @Test
  @Order(2)
  void learnsFromPicturesAndPredicts() throws Exception {
    var created = Cli.graft("task", "create", "shapes", "--classes", "a,b", "--home", FOLDER);
    assertEquals(0, created.exitCode(), created.out());
    var imported = Cli.graft("import", pictures().toString(), "--json", "--home", FOLDER);
    assertEquals(0, imported.exitCode(), imported.out());
    var one = file("pictures/a/0.png").toString();
    await("a first version")
        .atMost(LONG)
        .until(() -> Cli.graft("predict", one, "--json", "--home", FOLDER).exitCode() == 0);
    var rejects = Cli.graft("rejects", "--home", FOLDER);
    assertEquals(0, rejects.exitCode(), rejects.out());
    assertTrue(rejects.out().contains("0 rejects"), rejects.out());
  }

  @Test
  @Order(3)
  void everyHttpDoorAnswersFriendsAlone() throws Exception {
    var run = RunFile.read(HOME).orElseThrow();
    for (var name : List.of("ingest", "feature", "trainer", "inference")) {
      int port = run.ports().get(name + "-http");
      assertEquals(200, get(FRIEND, port, "/health/readiness").statusCode(), name);
      assertTrue(get(FRIEND, port, "/prometheus").body().contains("jvm_"), name);
      for (var stranger : List.of(OURS.client(), ClientTls.PLAIN)) {
        assertThrows(IOException.class, () -> get(stranger, port, "/health/readiness"), name);
      }
    }
  }

  @Test
  @Order(4)
  void saysWhyAStrangerIsNotLetIn() throws Exception {
    write("stranger.properties", "graft.client.tls.ca=" + new TestAuthority().ca());
    var config = file("stranger.properties").toString();
    var refused = Cli.graft("versions", "--config", config, "--home", FOLDER);
    assertEquals(1, refused.exitCode(), refused.out());
    assertTrue(refused.out().contains("no secure way to the service"), refused.out());
  }

  @Test
  @Order(5)
  void keepsItsSecretsToItself() throws Exception {
    try (var files = Files.list(HOME.run(""))) {
      for (var file : files.toList()) {
        var permissions = Files.getPosixFilePermissions(file);
        assertEquals("rw-------", PosixFilePermissions.toString(permissions), file.toString());
      }
    }
    var run = RunFile.read(HOME).orElseThrow();
    for (var name : run.children().keySet()) {
      var log = Files.readString(HOME.log(name), StandardCharsets.UTF_8);
      assertFalse(log.contains(BROKER_SECRET) || log.contains(STORE_SECRET), name);
    }
    var down = Cli.graft("down", "--home", FOLDER);
    assertEquals(0, down.exitCode(), down.out());
  }

  private static Path pictures() throws IOException {
    var classes = List.of("a", "b");
    for (int i = 0; i < 60; i++) {
      var folder = Files.createDirectories(file("pictures/" + classes.get(i % 2)));
      var drawn = DemoPictures.png(DemoPictures.classes().get(i % 2), i);
      Files.write(folder.resolve(i + ".png"), drawn);
    }
    return file("pictures");
  }

  private static HttpResponse<String> get(ClientTls tls, int port, String path)
      throws IOException, InterruptedException {
    var at = URI.create("https://127.0.0.1:" + port + path);
    var client = HttpClient.newBuilder().sslContext(tls.context()).build();
    return client.send(
        HttpRequest.newBuilder(at).timeout(Duration.ofSeconds(20)).build(),
        BodyHandlers.ofString());
  }

  private static Path file(String name) {
    return HOME.folder().resolve(name);
  }

  private static void write(String name, String text) throws IOException {
    Files.writeString(file(name), text);
  }
}
