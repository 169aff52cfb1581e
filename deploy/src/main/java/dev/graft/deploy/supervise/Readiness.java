package dev.graft.deploy.supervise;

import dev.graft.deploy.home.Part;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;

/** Asks a part whether it is ready: not whether it runs, but whether it can do its work. */
final class Readiness {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Plan plan;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  Readiness(Plan plan) {
    this.plan = plan;
  }

  boolean ready(Part part) {
    return part.service()
        ? answersWell(plan.port(Configuration.http(part)))
        : Files.exists(Configuration.readyMark(plan, part));
  }

  void forget(Part part) {
    try {
      if (!part.service()) {
        Files.deleteIfExists(Configuration.readyMark(plan, part));
      }
    } catch (IOException e) {
      throw new dev.graft.deploy.Failure("can't delete a mark of readiness: " + e, e);
    }
  }

  private boolean answersWell(int port) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/readiness"))
            .timeout(PATIENCE)
            .build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
