package dev.graft.deploy.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.graft.deploy.reach.Doors;
import dev.graft.events.Digests;
import dev.graft.v1.GetTaskRequest;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tensors.SafetensorsWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From a hub through the command and ingest into the store, and from there into a task. */
class BackboneAddTest {
  private static final String NAME = "mobilenetv3_small_100.lamb_in1k";

  private static RunningGraft graft = RunningGraft.shared();
  private static HttpServer hub = hub();
  private static volatile byte[] file = weights(1);

  @BeforeAll
  static void serve() {
    hub.start();
  }

  @AfterAll
  static void stop() {
    hub.stop(0);
  }

  @Test
  void aNameOfTheCatalogueBecomesATasksBackbone() throws Exception {
    var added = add("--json");
    assertEquals(0, added.exitCode(), added.out());
    var json = new ObjectMapper().readTree(added.out());
    assertEquals(Digests.sha256Hex(file), json.path("digest").asText());
    assertEquals("first", json.path("trust").asText());
    assertEquals("Apache-2.0", json.path("licence").asText());
    var task =
        Cli.here(
            "task", "create", "named", "--classes", "a,b", "--weights", NAME, "--home", home());
    assertEquals(0, task.exitCode(), task.out());
    try (var doors = new Doors(graft.addresses())) {
      var backbone =
          doors
              .ingest()
              .getTask(GetTaskRequest.newBuilder().setTaskId("named").build())
              .getTask()
              .getBackbone();
      assertEquals("mobilenet_v3_small", backbone.getName());
      assertEquals(Digests.sha256Hex(file), backbone.getWeightsDigest());
    }
    file = weights(2);
    var changed = add();
    assertEquals(1, changed.exitCode(), changed.out());
    assertTrue(changed.out().contains(NAME + " has changed"), changed.out());
  }

  private static Cli.Result add(String... options) throws Exception {
    var arguments = new ArrayList<>(Arrays.asList("backbone", "add", NAME, "--home", home()));
    arguments.addAll(
        Arrays.asList("--hub", "http://127.0.0.1:" + hub.getAddress().getPort() + "/"));
    arguments.addAll(Arrays.asList(options));
    return Cli.graft(arguments.toArray(String[]::new));
  }

  private static String home() {
    return graft.home().folder().toString();
  }

  private static HttpServer hub() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/timm/" + NAME + "/resolve/main/model.safetensors",
          exchange -> {
            exchange.sendResponseHeaders(200, file.length);
            exchange.getResponseBody().write(file);
            exchange.close();
          });
      return server;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] weights(float value) {
    var tensors = new ArrayList<NamedTensor>();
    Architectures.find("mobilenet_v3_small")
        .orElseThrow()
        .network(0)
        .weights()
        .forEach(
            (name, weight) -> {
              var values = new float[Math.toIntExact(weight.size())];
              Arrays.fill(values, value);
              tensors.add(new NamedTensor(name, weight.shape(), values));
            });
    return SafetensorsWriter.bytes(tensors);
  }
}
