package dev.graft.bench.system;

import dev.graft.deploy.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What a service says of itself on /prometheus, at one moment. */
public final class Metrics {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String text;

  private Metrics(String text) {
    this.text = text;
  }

  /**
   * @param door host:port of the service's HTTP
   * @throws Failure it does not answer
   */
  public static Metrics of(String door) {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + door + "/prometheus"))
            .timeout(Duration.ofSeconds(30))
            .build();
    try {
      return new Metrics(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new Failure(door + " says nothing of itself: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  /** The sum of the series whose line begins so; 0 if there is none. */
  public double sum(String beginning) {
    return text.lines()
        .filter(line -> line.startsWith(beginning))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
