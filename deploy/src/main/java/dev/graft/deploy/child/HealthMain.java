package dev.graft.deploy.child;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Asks the service beside it in the same container whether it is well: 0 or 1. {@code GRAFT_HEALTH}
 * would be refused as an unknown key, so the address comes from the server's own settings.
 */
public final class HealthMain {
  private static final int PATIENCE_MILLIS = 4000;

  private HealthMain() {}

  /** {@code liveness} or {@code readiness}. */
  public static void main(String[] arguments) {
    var port = System.getenv().getOrDefault("MICRONAUT_SERVER_PORT", "8080");
    var scheme =
        Boolean.parseBoolean(System.getenv("MICRONAUT_SERVER_SSL_ENABLED")) ? "https" : "http";
    var url = scheme + "://127.0.0.1:" + port + "/health/" + arguments[0];
    System.exit(well(url) ? 0 : 1);
  }

  /** Any answer but 200 is no. */
  static boolean well(String url) {
    try {
      var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(PATIENCE_MILLIS);
      connection.setReadTimeout(PATIENCE_MILLIS);
      int status = connection.getResponseCode();
      System.out.println(url + " " + status);
      return status == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      System.out.println(url + " " + e);
      return false;
    }
  }
}
