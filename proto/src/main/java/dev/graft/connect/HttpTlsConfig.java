package dev.graft.connect;

import dev.graft.tls.ServerTls;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import java.nio.file.Path;
import java.util.Optional;

/**
 * TLS of the HTTP door, health and metrics included, if these files are given. Renewed files are
 * taken without a restart.
 *
 * @param certificate PEM: the server's own, then those that vouch for it
 * @param privateKey PEM, PKCS#8, not encrypted
 * @param clientCa PEM: only clients with a certificate of these authorities are let in
 */
@ConfigurationProperties("graft.http.tls")
public record HttpTlsConfig(
    @Nullable Path certificate, @Nullable Path privateKey, @Nullable Path clientCa) {
  static final String PREFIX = "graft.http.tls";

  Optional<ServerTls> files() {
    return ServerTls.of(PREFIX, certificate, privateKey, clientCa);
  }
}
