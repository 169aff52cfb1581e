package dev.graft.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.picture.Drawn;
import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.Router;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** openapi.yaml says what the HTTP door does, no less and no more. */
class OpenApiTest {
  @RegisterExtension static final SharedIngest ingest = new SharedIngest();

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** Only Kafka's absence makes these; saying so takes a producer's whole patience. */
  private static final Set<String> NOT_MADE =
      Set.of(
          "POST /v1/labels 503",
          "PUT /v1/tasks/{id} 503",
          "DELETE /v1/tasks/{id} 503",
          "POST /v1/tasks/{id}/train 503",
          "GET /health 503");

  private static OpenApi api;
  private static RunningIngest service;
  private final Set<String> seen = new TreeSet<>();

  @BeforeAll
  static void start() throws IOException {
    if (Boolean.getBoolean("openapi.record")) {
      Files.writeString(OpenApi.FILE, OpenApiParts.together());
    }
    api = new OpenApi();
    service = ingest.service();
  }

  @Test
  void namesEveryRouteThatThereIsAndNoOther() {
    var routes =
        service
            .context
            .getBean(Router.class)
            .uriRoutes()
            .filter(route -> route.getHttpMethod() != HttpMethod.HEAD) // comes with each GET
            .map(
                route ->
                    route.getHttpMethod()
                        + " "
                        + route.getUriMatchTemplate().toPathString().replace(":.+", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(routes, api.operations());
  }

  @Test
  void namesEveryFault() {
    var faults = new TreeSet<>(Set.of("unavailable", "no-such-address", "internal"));
    List.of(Fault.values()).forEach(fault -> faults.add(fault.code()));
    var documented = new TreeSet<String>();
    api.document()
        .at("/components/schemas/Problem/properties/fault/enum")
        .forEach(each -> documented.add(each.asText()));
    assertEquals(faults, documented);
  }

  @Test
  void hasTheMessagesAsTheirContractsSay() throws IOException {
    assertEquals(OpenApiParts.together(), Files.readString(OpenApi.FILE), "see the comment there");
  }

  @Test
  void describesEveryAnswerThatTheServiceGives() throws Exception {
    pictures();
    labelsAndTasks();
    weights();
    operation();
    brokenWorld();
    var documented = api.answers();
    documented.removeAll(NOT_MADE);
    assertEquals(documented, seen);
  }

  private void pictures() throws Exception {
    byte[] png = Drawn.png(70);
    post(201, "/v1/images?image_id=doc%2F1&group=g&source=s", "image/png", png);
    post(200, "/v1/images?image_id=doc%2F1", "image/png", png);
    post(409, "/v1/images?image_id=doc%2F1", "image/png", Drawn.png(71));
    json("POST", 201, "/v1/images", "{\"imageId\":\"doc-2\",\"data\":\"" + base64(png) + "\"}");
    json("POST", 404, "/v1/images", "{\"object\":{\"bucket\":\"camera\",\"key\":\"none\"}}");
    post(400, "/v1/images", "image/png", new byte[0]);
    post(400, "/v1/images?event_time=yesterday", "image/png", png);
    post(413, "/v1/images", "image/png", Drawn.bomb());
    post(413, "/v1/images", "image/png", new byte[(16 << 20) + 1]);
    post(415, "/v1/images", "image/png", "a text".getBytes(UTF_8));
    json("DELETE", 200, "/v1/images/doc/1?by=me&why=asked", "");
    json("DELETE", 400, "/v1/images/a%20b", "");
    post(410, "/v1/images?image_id=doc%2F1", "image/png", png);
  }

  private void labelsAndTasks() throws Exception {
    var spec =
        "{\"classes\":[\"a\",\"b\"],\"fit\":{\"debounce\":\"0.250s\"},\"gate\":{\"floor\":0.5},"
            + "\"keep\":{\"share\":0},\"rollout\":{\"mode\":\"DIRECT\"},\"description\":\"d\"}";
    json("PUT", 201, "/v1/tasks/documented", spec);
    json("PUT", 200, "/v1/tasks/documented", spec.replace("0.5", "0.6"));
    json("PUT", 412, "/v1/tasks/documented?expected_revision=99", spec);
    json("PUT", 400, "/v1/tasks/documented", "{\"clases\":[]}");
    send("PUT", 415, "/v1/tasks/documented", "text/plain", "classes".getBytes(UTF_8));
    json("GET", 200, "/v1/tasks/documented", "");
    json("GET", 404, "/v1/tasks/none", "");
    json("GET", 200, "/v1/tasks", "");
    json("POST", 202, "/v1/tasks/documented/train", "{\"fineTune\":true,\"by\":\"me\"}");
    json("POST", 400, "/v1/tasks/documented/train", "{\"fine\":1}");
    json("POST", 404, "/v1/tasks/none/train", "{}");
    send("POST", 415, "/v1/tasks/documented/train", "text/plain", "now".getBytes(UTF_8));
    var label = "{\"taskId\":\"documented\",\"imageId\":\"doc-2\",\"className\":\"a\"}";
    json("POST", 201, "/v1/labels", label);
    json("POST", 400, "/v1/labels", label.replace("\"a\"", "\"c\""));
    json("POST", 404, "/v1/labels", label.replace("documented", "none"));
    send("POST", 415, "/v1/labels", "text/plain", label.getBytes(UTF_8));
    json("DELETE", 200, "/v1/tasks/documented", "");
    json("DELETE", 404, "/v1/tasks/documented", "");
  }

  private void weights() throws Exception {
    byte[] file = {3, 0, 0, 0, 0, 0, 0, 0, '{', ' ', '}'};
    post(201, "/v1/weights", "application/octet-stream", file);
    post(200, "/v1/weights", "application/octet-stream", file);
    post(400, "/v1/weights", "application/octet-stream", "a pickle".getBytes(UTF_8));
    byte[] large = Arrays.copyOf(file, RunningIngest.MAX_WEIGHTS + 1);
    post(413, "/v1/weights", "application/octet-stream", large);
  }

  private void operation() throws Exception {
    json("GET", 200, "/health", "");
    json("GET", 200, "/health/liveness", "");
    json("GET", 200, "/prometheus", "");
    json("GET", 200, "/openapi.yaml", "");
    var served =
        HTTP.send(
            HttpRequest.newBuilder(service.at("/openapi.yaml")).build(), BodyHandlers.ofString());
    assertEquals(Files.readString(OpenApi.FILE), served.body());
  }

  /** The store is away: 503 where it is needed, and a readiness that says so. */
  private void brokenWorld() throws Exception {
    var whole = service;
    try (var broken = RunningIngest.withoutAStore()) {
      service = broken;
      post(503, "/v1/images", "image/png", Drawn.png(72));
      json("DELETE", 503, "/v1/images/doc-3", "");
      post(
          503,
          "/v1/weights",
          "application/octet-stream",
          new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', '}'});
      json("GET", 503, "/health/readiness", "");
    } finally {
      service = whole;
    }
  }

  private void post(int status, String path, String type, byte[] body) throws Exception {
    send("POST", status, path, type, body);
  }

  private void json(String method, int status, String path, String body) throws Exception {
    send(method, status, path, "application/json", body.getBytes(UTF_8));
  }

  private void send(String method, int status, String path, String type, byte[] body)
      throws Exception {
    var answer =
        HTTP.send(
            HttpRequest.newBuilder(service.at(path))
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofByteArray(body))
                .build(),
            BodyHandlers.ofByteArray());
    var said = method + " " + path + ": " + new String(answer.body(), UTF_8);
    assertEquals(status, answer.statusCode(), said);
    var operation = api.operationOf(method, path.replaceFirst("\\?.*", ""));
    var contentType = answer.headers().firstValue("Content-Type").orElse("none");
    assertEquals("", api.complaints(operation, status, contentType, answer.body()), said);
    if (status < 300 && type.endsWith("json") && body.length > 0) {
      assertTakenByTheSchema(operation, new String(body, UTF_8));
    }
    seen.add(operation + " " + status);
  }

  /** What the service takes, the document must allow. */
  private static void assertTakenByTheSchema(String operation, String body) throws IOException {
    var schema =
        api.operation(operation)
            .path("requestBody")
            .path("content")
            .path("application/json")
            .path("schema");
    assertTrue(schema.isObject(), operation);
    assertEquals("", api.violations(schema, new YAMLMapper().readTree(body)), body);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
