package dev.graft.deploy.reach;

import dev.graft.connect.ClientProperties;
import dev.graft.deploy.Failure;
import dev.graft.tls.ClientTls;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How we get in as a client: which doors speak TLS, whom we trust, who we are, and what we tell
 * Kafka.
 *
 * @param kafka properties for every Kafka client
 */
public record Access(
    ClientTls tls, boolean grpcOverTls, boolean httpOverTls, Map<String, String> kafka) {
  /** To a system with open doors. */
  public static final Access PLAIN = new Access(ClientTls.PLAIN, false, false, Map.of());

  private static final String OURS = "graft.client.";
  private static final String CA = "graft.client.tls.ca";
  private static final String CERTIFICATE = "graft.client.tls.certificate";
  private static final String KEY = "graft.client.tls.private-key";
  private static final Set<String> KNOWN = Set.of(CA, CERTIFICATE, KEY);
  private static final String KAFKA = "graft.kafka.properties.";

  /**
   * From the configuration of the services, and from what stands in it for their clients alone
   * ({@code graft.client.tls.*}). Where it speaks of no server's certificate, that alone means TLS.
   *
   * @throws Failure saying which key is wrong and why
   */
  public static Access of(Map<String, String> settings) {
    refuseUnknown(settings);
    refuseStrangers(settings);
    boolean grpc = settings.containsKey("graft.grpc.tls.certificate");
    boolean http = settings.containsKey("graft.http.tls.certificate");
    boolean client = settings.keySet().stream().anyMatch(key -> key.startsWith(OURS));
    boolean everywhere = client && !grpc && !http;
    try {
      var tls = new ClientTls(path(settings, CA), path(settings, CERTIFICATE), path(settings, KEY));
      return new Access(tls, grpc || everywhere, http || everywhere, kafka(settings));
    } catch (IllegalArgumentException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private static void refuseUnknown(Map<String, String> settings) {
    for (var key : settings.keySet()) {
      if (key.startsWith(OURS) && !KNOWN.contains(key)) {
        throw new Failure(
            "Unknown configuration key %s. There are: %s".formatted(key, new TreeSet<>(KNOWN)));
      }
    }
  }

  /** A person then reads one sentence, and not that nothing gets ready. */
  private static void refuseStrangers(Map<String, String> settings) {
    for (var door : new String[] {"graft.http.tls.client-ca", "graft.grpc.tls.client-ca"}) {
      if (settings.containsKey(door) && !settings.containsKey(CERTIFICATE)) {
        throw new Failure(
            "%s lets only known clients in, and we are none: set %s and %s"
                .formatted(door, CERTIFICATE, KEY));
      }
    }
  }

  private static @Nullable Path path(Map<String, String> settings, String key) {
    var value = settings.get(key);
    return value == null ? null : Path.of(value);
  }

  private static Map<String, String> kafka(Map<String, String> settings) {
    var given = new TreeMap<String, String>();
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(KAFKA)) {
            given.put(key.substring(KAFKA.length()), value);
          }
        });
    return ClientProperties.merged(given, path(settings, "graft.kafka.client-file"));
  }

  /** Of an HTTP door. */
  public String url(String hostAndPort, String path) {
    return (httpOverTls ? "https://" : "http://") + hostAndPort + path;
  }

  public HttpClient http(Duration patience) {
    var builder = HttpClient.newBuilder().connectTimeout(patience);
    return httpOverTls ? builder.sslContext(tls.context()).build() : builder.build();
  }

  /** For a gRPC door. */
  ChannelCredentials grpc() {
    if (!grpcOverTls) {
      return InsecureChannelCredentials.create();
    }
    var credentials = TlsChannelCredentials.newBuilder().trustManager(tls.trust());
    tls.identity().ifPresent(who -> credentials.keyManager(who.keyManagers()));
    return credentials.build();
  }

  @Override
  public String toString() {
    return "Access[" + tls + "]"; // the properties may hold passwords
  }
}
