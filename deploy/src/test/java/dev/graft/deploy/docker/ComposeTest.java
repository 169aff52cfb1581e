package dev.graft.deploy.docker;

import static dev.graft.deploy.docker.DockerFiles.FOLDER;
import static dev.graft.deploy.docker.DockerFiles.ROOT;
import static dev.graft.deploy.docker.DockerFiles.SERVICES;
import static dev.graft.deploy.docker.DockerFiles.list;
import static dev.graft.deploy.docker.DockerFiles.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What can be said of the container files without Docker. That the image's entry point starts the
 * services with compose's environment is {@link ContainerStartTest}.
 */
class ComposeTest {
  private static final Set<String> ALL =
      Set.of("kafka", "s3", "ingest", "feature", "trainer", "inference");

  @Test
  void hasEveryServiceWithARestartAndALimitAndAnImageByVariable() throws Exception {
    var text = Files.readString(FOLDER.resolve("compose.yaml"));
    var services = services("compose.yaml");
    assertEquals(ALL, services.keySet());
    for (var name : ALL) {
      var service = map(services.get(name));
      assertEquals("unless-stopped", service.get("restart"), name);
      var limits = map(map(map(service.get("deploy")).get("resources")).get("limits"));
      assertTrue(String.valueOf(limits.get("memory")).matches("\\d+g"), name);
      var image = String.valueOf(service.get("image"));
      assertTrue(text.contains(":-" + image + "}"), name + " names its image by a variable");
      assertTrue(image.matches("[a-z0-9./-]+:[\\w.-]+") && !image.endsWith(":latest"), image);
    }
  }

  @Test
  void runsTheFourServicesFromOneDockerfileInTheOrderOfTheirNeeds() throws Exception {
    for (var name : SERVICES) {
      var service = map(services("compose.yaml").get(name));
      assertEquals(List.of(name), service.get("command"));
      var context = FOLDER.resolve(String.valueOf(map(service.get("build")).get("context")));
      assertEquals(ROOT, context.normalize());
      assertTrue(
          Files.exists(
              context.resolve(String.valueOf(map(service.get("build")).get("dockerfile")))));
      for (var needed : Set.of("kafka", "s3")) {
        var condition = map(map(service.get("depends_on")).get(needed)).get("condition");
        assertEquals("service_healthy", condition);
        assertTrue(map(services("compose.yaml").get(needed)).containsKey("healthcheck"), needed);
      }
    }
  }

  @Test
  void declaresEveryVolumeAndSecretThatItUsesAndUsesWhatItDeclares() throws Exception {
    var compose = DockerFiles.compose("compose.yaml");
    var volumes = new TreeSet<String>();
    var secrets = new TreeSet<String>();
    for (var service : map(compose.get("services")).values()) {
      list(map(service).get("volumes")).forEach(each -> volumes.add(each.toString().split(":")[0]));
      list(map(service).get("secrets")).forEach(each -> secrets.add(each.toString()));
    }
    assertEquals(map(compose.get("volumes")).keySet(), volumes);
    assertEquals(map(compose.get("secrets")).keySet(), secrets);
  }

  @Test
  void givesSecretsAsFilesOnlyAndToThoseThatNameThem() throws Exception {
    var compose = DockerFiles.compose("compose.yaml");
    for (var name : SERVICES) {
      var secrets = list(map(map(compose.get("services")).get(name)).get("secrets"));
      for (var entry : DockerFiles.environment(compose, name).entrySet()) {
        if (entry.getKey().endsWith("_FILE")) {
          assertTrue(secrets.contains(entry.getValue().replace("/run/secrets/", "")), name);
        }
        assertFalse(entry.getKey().matches(".*(SECRET|ACCESS)_KEY|.*PASSWORD.*"), entry.getKey());
      }
    }
  }

  @Test
  void laysTheGpuOverWhatRunsTheNetworkOnly() throws Exception {
    var overlay = services("compose.gpu.yaml");
    assertEquals(Set.of("feature", "inference"), overlay.keySet());
    var pom = Files.readString(ROOT.resolve("pom.xml"));
    for (var name : overlay.keySet()) {
      var reserved =
          map(map(map(map(overlay.get(name)).get("deploy")).get("resources")).get("reservations"));
      assertEquals(List.of("gpu"), map(list(reserved.get("devices")).get(0)).get("capabilities"));
      var environment = DockerFiles.environment(DockerFiles.compose("compose.gpu.yaml"), name);
      var version = environment.get("PYTORCH_VERSION");
      assertTrue(pom.contains("<pytorch.version>" + version + "<"), version);
      var mount = list(map(overlay.get(name)).get("volumes")).get(0).toString();
      assertEquals("LIBTORCH:/opt/libtorch:ro", mount);
      assertEquals("/opt/libtorch/lib", environment.get("PYTORCH_LIBRARY_PATH"));
      var key = "GRAFT_" + name.toUpperCase(Locale.ROOT) + "_DEVICE";
      assertEquals("cuda:0", environment.get(key));
      assertTrue(
          DockerFiles.environment(DockerFiles.compose("compose.yaml"), name).containsKey(key));
    }
  }

  @Test
  void buildsAnImageThatRunsAsNobodyAndIsAskedHowItIs() throws Exception {
    var lines = DockerFiles.dockerfile();
    assertTrue(lines.contains("USER 10001:10001"), "a fixed user that is not root");
    assertTrue(lines.contains("ENTRYPOINT [\"/opt/graft/start\"]"), "no shell before SIGTERM");
    assertEquals(1, lines.stream().filter(line -> line.startsWith("HEALTHCHECK ")).count());
    for (var line : lines) {
      if (line.startsWith("FROM ")) {
        assertTrue(line.matches("FROM \\$\\{\\w+}.*"), line);
      }
      if (line.startsWith("COPY ") && !line.startsWith("COPY --from")) {
        assertTrue(Files.exists(ROOT.resolve(line.split(" ")[1])), line);
      }
    }
    for (var file : List.of("start", "healthy", "layout.sh", "secrets.sh")) {
      assertTrue(Files.isExecutable(FOLDER.resolve(file)), file);
    }
    var unpack = "deploy/src/main/java/dev/graft/deploy/child/UnpackMain.java";
    assertTrue(Files.exists(ROOT.resolve(unpack)), unpack);
  }

  /** deploy/graft says them to the JVMs of one machine; see deploy/RATIONALE.md. */
  @Test
  void givesTheImageTheEnvironmentThatPyTorchNeeds() throws Exception {
    var script = Files.readString(ROOT.resolve("deploy/graft"));
    var needed = new HashSet<String>();
    DockerFiles.imageEnvironment()
        .forEach(
            (key, value) -> {
              if (key.matches("(MALLOC|OMP|NVIDIA)_.*")) {
                assertTrue(script.contains("export " + key + "=\"${" + key + ":-" + value + "}\""));
                needed.add(key);
              }
            });
    assertEquals(6, needed.size());
    assertEquals(6, script.lines().filter(l -> l.matches("export (MALLOC|OMP|NVIDIA)_.*")).count());
  }

  private static Map<String, Object> services(String file) throws Exception {
    return map(DockerFiles.compose(file).get("services"));
  }
}
