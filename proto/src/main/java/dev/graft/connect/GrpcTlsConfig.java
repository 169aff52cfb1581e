package dev.graft.connect;

import dev.graft.tls.ServerTls;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import java.nio.file.Path;

/**
 * TLS of the gRPC door, if these files are given. Renewed files are taken without a restart.
 *
 * @param certificate PEM: the server's own, then those that vouch for it
 * @param privateKey PEM, PKCS#8, not encrypted
 * @param clientCa PEM: only clients with a certificate of these authorities are let in
 */
@ConfigurationProperties("graft.grpc.tls")
public record GrpcTlsConfig(
    @Nullable Path certificate, @Nullable Path privateKey, @Nullable Path clientCa) {
  static final String PREFIX = "graft.grpc.tls";

  /** Null is plain text. */
  public @Nullable ServerTls files() {
    return ServerTls.of(PREFIX, certificate, privateKey, clientCa).orElse(null);
  }
}
