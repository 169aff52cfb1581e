package dev.graft.deploy.supervise;

import dev.graft.deploy.Failure;
import dev.graft.deploy.home.Part;
import dev.graft.deploy.reach.Access;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Asks a part whether it is ready: not whether it runs, but whether it can do its work. */
final class Readiness {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Plan plan;
  private final Access access;
  private final HttpClient http;

  Readiness(Plan plan) {
    this.plan = plan;
    this.access = Access.of(plan.forClients());
    this.http = access.http(PATIENCE);
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
      throw new Failure("can't delete a mark of readiness: " + e, e);
    }
  }

  private boolean answersWell(int port) {
    var request =
        HttpRequest.newBuilder(URI.create(access.url("127.0.0.1:" + port, "/health/readiness")))
            .timeout(PATIENCE)
            .build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (SSLException e) { // it listens, and waiting helps nothing
      throw new Failure(
          "%s does not let us in, or we don't trust it: %s. graft.client.tls.ca must vouch for its certificate, which must name 127.0.0.1; if it wants to know its clients, graft.client.tls.certificate and graft.client.tls.private-key must say who we are."
              .formatted(request.uri(), e.getMessage()),
          e);
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
