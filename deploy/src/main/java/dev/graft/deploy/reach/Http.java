package dev.graft.deploy.reach;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.deploy.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/** What is asked over HTTP: the trainer's status, readiness, and large uploads. */
public final class Http {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Access access;
  private final HttpClient client;

  /** For a system with open doors. */
  public Http() {
    this(Access.PLAIN);
  }

  public Http(Access access) {
    this.access = access;
    this.client = access.http(Duration.ofSeconds(5));
  }

  /** The JSON behind a URL; a problem's detail becomes the failure's message. */
  public JsonNode get(String url) {
    return get(url, Duration.ofSeconds(30));
  }

  /** The same where the answer is long in coming. */
  public JsonNode get(String url, Duration patience) {
    return send(HttpRequest.newBuilder(URI.create(url)).timeout(patience).build());
  }

  /** Uploads a weights file and returns its digest. */
  public String uploadWeights(String ingestHttp, Path file) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(access.url(ingestHttp, "/v1/weights")))
              .header("content-type", "application/octet-stream")
              .timeout(Duration.ofMinutes(10))
              .POST(BodyPublishers.ofFile(file))
              .build();
      return send(request).path("digest").asText();
    } catch (java.io.FileNotFoundException e) {
      throw new Failure("there is no file " + file, e);
    }
  }

  /** Whether it answers 200 within 3 s. */
  public boolean well(String url) {
    var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(3)).build();
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private JsonNode send(HttpRequest request) {
    try {
      var response = client.send(request, BodyHandlers.ofByteArray());
      var body = response.body().length == 0 ? JSON.nullNode() : JSON.readTree(response.body());
      if (response.statusCode() >= 300) {
        throw new Failure(
            body.path("detail").asText(request.uri() + " answered " + response.statusCode()));
      }
      return body;
    } catch (IOException e) {
      throw new Failure(request.uri() + " does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }
}
