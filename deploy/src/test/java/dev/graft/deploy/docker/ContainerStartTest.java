package dev.graft.deploy.docker;

import static dev.graft.deploy.docker.DockerFiles.FOLDER;
import static dev.graft.deploy.docker.DockerFiles.ROOT;
import static dev.graft.deploy.docker.DockerFiles.SERVICES;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.deploy.reach.Http;
import dev.graft.deploy.supervise.NativeLibraries;
import dev.graft.embedded.EmbeddedBroker;
import dev.graft.embedded.EmbeddedStore;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The image without Docker: laid out by the same script, started by its entry point with the
 * environment of Dockerfile and compose.yaml (an unknown key would stop a service), asked by its
 * health check, and stopped by SIGTERM. Only folders and addresses are those of this machine.
 */
class ContainerStartTest {
  private static final Path HERE = Path.of("target", "docker").toAbsolutePath();
  private static final Path IMAGE = HERE.resolve("image");
  private static final Path SECRETS = HERE.resolve("secrets");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * Of the broker of `graft up`: where it lies and listens, how small it is, and how long its
   * session is, which a killed container would have to wait for.
   */
  private static final String OUR_BROKERS_OWN =
      "log\\.(dirs|segment.*|index.*|cleaner.*)|(node|broker)\\.id|process\\.roles|.*listener.*|"
          + "controller\\.quorum.*|num\\..*|background\\.threads|broker\\.session.*";

  private static EmbeddedBroker broker;
  private static EmbeddedStore store;

  /** A container, as far as there is one: its process and its HTTP port. */
  private record Container(String service, Process process, Map<String, String> environment) {
    String health() {
      return "http://127.0.0.1:" + environment.get("MICRONAUT_SERVER_PORT") + "/health/readiness";
    }
  }

  @BeforeAll
  static void layOutTheImageAndStartWhatItNeeds() throws Exception {
    clear(HERE);
    NativeLibraries.ensure(System.out::println);
    run(Map.of(), "sh", FOLDER.resolve("layout.sh").toString(), ROOT.toString(), IMAGE.toString());
    run(Map.of(), "sh", FOLDER.resolve("secrets.sh").toString(), SECRETS.toString());
    broker = EmbeddedBroker.start(HERE.resolve("broker"), 0);
    store =
        EmbeddedStore.start(
            HERE.resolve("store"),
            0,
            Files.readString(SECRETS.resolve("s3-access-key")),
            Files.readString(SECRETS.resolve("s3-secret-key")));
  }

  @AfterAll
  static void stopThem() {
    store.close();
    broker.close();
  }

  @Test
  void startsEveryServiceAsComposeSaysAndStopsItBySigterm() throws Exception {
    var containers = new ArrayList<Container>();
    try {
      for (var service : SERVICES) {
        containers.add(start(service));
      }
      for (var each : containers) {
        await(each.service() + " is ready")
            .atMost(PATIENCE)
            .failFast(() -> assertTrue(each.process().isAlive(), () -> log(each.service())))
            .until(() -> new Http().well(each.health()));
        assertTrue(
            each.process().info().command().orElse("").endsWith("java"), "start became the JVM");
        run(each.environment(), IMAGE.resolve("healthy").toString(), "readiness");
      }
    } finally {
      containers.forEach(each -> each.process().destroy());
      for (var each : containers) {
        if (!each.process().waitFor(30, TimeUnit.SECONDS)) {
          each.process().destroyForcibly();
        }
      }
    }
    for (var each : containers) {
      assertEquals(143, each.process().exitValue(), () -> log(each.service()));
      assertTrue(log(each.service()).contains("stopping"), "it closed what it had open");
    }
  }

  @Test
  void saysUnhealthyWhereNobodyAnswers() throws Exception {
    var nowhere = new HashMap<>(Map.of("MICRONAUT_SERVER_PORT", free()));
    var process = process(nowhere, HERE.resolve("nowhere.log"), IMAGE + "/healthy");
    assertEquals(1, process.waitFor());
    var nothing = process(new HashMap<>(), HERE.resolve("nothing.log"), IMAGE + "/start");
    assertEquals(2, nothing.waitFor(), "no service was named");
  }

  /** Both ways: what compose tells its broker ours has too, and what we tell ours compose has. */
  @Test
  void tellsTheBrokerWhatOursIsTold() throws Exception {
    var compose = new TreeMap<String, String>();
    DockerFiles.environment(DockerFiles.compose("compose.yaml"), "kafka")
        .forEach(
            (key, value) -> {
              if (key.startsWith("KAFKA_")) {
                compose.put(key.substring(6).toLowerCase(Locale.ROOT).replace('_', '.'), value);
              }
            });
    var ours = new TreeMap<String, String>();
    for (var entry : settingsOfTheBroker()) {
      if (entry.source() == ConfigEntry.ConfigSource.STATIC_BROKER_CONFIG) {
        ours.put(entry.name(), entry.value());
      }
    }
    compose.keySet().removeIf(key -> key.matches(OUR_BROKERS_OWN));
    ours.keySet().removeIf(key -> key.matches(OUR_BROKERS_OWN));
    assertEquals(ours, compose);
  }

  private static Iterable<ConfigEntry> settingsOfTheBroker() throws Exception {
    var properties = new Properties();
    properties.put("bootstrap.servers", broker.bootstrapServers());
    try (var admin = Admin.create(properties)) {
      var resource = new ConfigResource(ConfigResource.Type.BROKER, "1");
      return admin.describeConfigs(List.of(resource)).all().get().get(resource).entries();
    }
  }

  private static Container start(String service) throws IOException {
    var environment = new LinkedHashMap<>(DockerFiles.imageEnvironment());
    environment.putAll(DockerFiles.environment(DockerFiles.compose("compose.yaml"), service));
    environment.replaceAll((key, value) -> value.replace("/run/secrets", SECRETS.toString()));
    var home = Files.createDirectories(HERE.resolve(service)).toString();
    environment.replaceAll((key, value) -> value.replace("/var/lib/graft", home));
    environment.put("GRAFT_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
    environment.put("GRAFT_STORE_ENDPOINT", store.endpoint());
    environment.put("MICRONAUT_SERVER_PORT", free());
    environment.put("GRAFT_GRPC_PORT", free());
    environment.put("DJL_CACHE_DIR", NativeLibraries.folder().toString());
    return new Container(
        service,
        process(environment, HERE.resolve(service + ".log"), IMAGE + "/start", service),
        environment);
  }

  private static void run(Map<String, String> environment, String... command) throws Exception {
    var log = HERE.resolve("command.log");
    assertEquals(0, process(environment, log, command).waitFor(), () -> read(log));
  }

  /** With nothing of our own environment but the way to Java. */
  private static Process process(Map<String, String> environment, Path log, String... command)
      throws IOException {
    Files.createDirectories(HERE);
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().clear();
    builder
        .environment()
        .put("PATH", Path.of(System.getProperty("java.home"), "bin") + ":/usr/bin:/bin");
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static String free() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return String.valueOf(socket.getLocalPort());
    }
  }

  private static String log(String service) {
    return read(HERE.resolve(service + ".log"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void clear(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
