package dev.graft.embedded;

import dev.graft.tls.ServerTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * How an embedded broker talks to its clients: TLS, and on top of it names and passwords if there
 * are users (SASL_SSL with PLAIN), or else none (SSL). Its controller stays plain, on a port of
 * this machine that nobody is told.
 *
 * @param tls with a client authority, clients must have certificates too
 * @param users passwords by name
 */
public record BrokerSecurity(ServerTls tls, Map<String, String> users) {
  private static final String LISTENER = "listener.name.clients.";

  @Override
  public String toString() {
    return "BrokerSecurity[" + tls + ", " + users.keySet() + "]"; // never the passwords
  }

  String protocol() {
    return users.isEmpty() ? "SSL" : "SASL_SSL";
  }

  void addTo(Properties settings) {
    settings.put(LISTENER + "ssl.keystore.type", "PEM");
    settings.put(LISTENER + "ssl.keystore.certificate.chain", text(tls.certificate()));
    settings.put(LISTENER + "ssl.keystore.key", text(tls.privateKey()));
    settings.put(LISTENER + "ssl.truststore.type", "PEM");
    settings.put(LISTENER + "ssl.truststore.certificates", trusted());
    settings.put(LISTENER + "ssl.client.auth", tls.clientCa() == null ? "none" : "required");
    // It talks to itself, by an address that its certificate need not name.
    settings.put(LISTENER + "ssl.endpoint.identification.algorithm", "");
    if (!users.isEmpty()) {
      settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
      settings.put(LISTENER + "sasl.enabled.mechanisms", "PLAIN");
      settings.put(LISTENER + "plain.sasl.jaas.config", logins());
    }
  }

  /** Its own certificate, for it is its own client too, and those who vouch for others. */
  private String trusted() {
    return text(tls.certificate()) + (tls.clientCa() == null ? "" : text(tls.clientCa()));
  }

  private String logins() {
    var own = UUID.randomUUID();
    return "org.apache.kafka.common.security.plain.PlainLoginModule required"
        + " username=\"broker\" password=\"%s\" user_broker=\"%s\"".formatted(own, own)
        + users.entrySet().stream()
            .map(user -> " user_%s=\"%s\"".formatted(user.getKey(), user.getValue()))
            .collect(Collectors.joining())
        + ";";
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file + " for the broker", e);
    }
  }
}
