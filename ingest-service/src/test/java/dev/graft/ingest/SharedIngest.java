package dev.graft.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.topics.Topics;
import dev.graft.v1.ImageFact;
import dev.graft.v1.IngestServiceGrpc.IngestServiceBlockingStub;
import dev.graft.v1.IngestServiceGrpc.IngestServiceStub;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The service as its users see it: real HTTP, real gRPC, a real broker and a real S3 server. One
 * for all classes that ask for it, started for the first of them and closed after the last test.
 */
final class SharedIngest implements BeforeAllCallback {
  static final String BUCKET = "ingest-service-test";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private RunningIngest service;

  /** What came back: its status, and its body as JSON. */
  record Answer(int status, String type, JsonNode body) {
    String fault() {
      return body.path("fault").asText();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    service =
        context
            .getRoot()
            .getStore(Namespace.create(SharedIngest.class))
            .getOrComputeIfAbsent(BUCKET, bucket -> new RunningIngest(bucket), RunningIngest.class);
  }

  RunningIngest service() {
    return service;
  }

  IngestServiceBlockingStub grpc() {
    return service.grpc();
  }

  IngestServiceStub grpcLater() {
    return service.grpcLater();
  }

  /** Waits until a fact of an image is announced, from the beginning of the topic on. */
  static ImageFact announced(Predicate<ImageFact> wanted) {
    try (var images = new Followed<>(Topics.IMAGES)) {
      return images.await(wanted);
    }
  }

  Answer post(String path, String type, byte[] body) throws Exception {
    return send(
        HttpRequest.newBuilder(service.at(path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  Answer send(String method, String path, String json) throws Exception {
    return send(
        HttpRequest.newBuilder(service.at(path))
            .header("Content-Type", "application/json")
            .method(
                method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json)));
  }

  Answer form(String name, byte[] file, String imageId) throws Exception {
    var body = new ByteArrayOutputStream();
    var part = "--limit\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n";
    body.write(part.formatted("image_id", "").getBytes(UTF_8));
    body.write((imageId + "\r\n").getBytes(UTF_8));
    body.write(
        part.formatted("file", "; filename=\"" + name + "\"\r\nContent-Type: image/jpeg")
            .getBytes(UTF_8));
    body.write(file);
    body.write("\r\n--limit--\r\n".getBytes(UTF_8));
    return post("/v1/images", "multipart/form-data; boundary=limit", body.toByteArray());
  }

  Answer weights(InputStream body) throws Exception {
    return send(
        HttpRequest.newBuilder(service.at("/v1/weights"))
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofInputStream(() -> body)));
  }

  private static Answer send(HttpRequest.Builder request) throws Exception {
    var response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        JSON.readTree(response.body()));
  }

  /** What is no JSON. */
  String text(String path) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(service.at(path)).build(), BodyHandlers.ofString())
        .body();
  }
}
