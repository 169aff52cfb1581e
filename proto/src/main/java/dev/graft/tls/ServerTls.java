package dev.graft.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The PEM files of a server.
 *
 * @param certificate its own, then those that vouch for it
 * @param privateKey PKCS#8, not encrypted
 * @param clientCa if given, only clients with a certificate of these authorities are let in
 */
public record ServerTls(Path certificate, Path privateKey, @Nullable Path clientCa) {

  /**
   * What the keys say; empty if there are none.
   *
   * @param prefix of the keys, e.g. {@code graft.grpc.tls}
   * @throws IllegalArgumentException if some are there and others lack
   */
  public static Optional<ServerTls> of(
      String prefix,
      @Nullable Path certificate,
      @Nullable Path privateKey,
      @Nullable Path clientCa) {
    if (certificate != null && privateKey != null) {
      return Optional.of(new ServerTls(certificate, privateKey, clientCa));
    }
    if (certificate == null && privateKey == null && clientCa == null) {
      return Optional.empty();
    }
    throw new IllegalArgumentException(
        "%s needs both a certificate and a private key: set %s.%s"
            .formatted(prefix, prefix, certificate == null ? "certificate" : "private-key"));
  }

  /** Reads the two files. */
  public Identity identity() {
    return Identity.read(certificate, privateKey);
  }

  /** Reads whom to let in; empty: everybody. */
  public List<X509Certificate> clientAuthorities() {
    return clientCa == null ? List.of() : PemFile.certificates(clientCa);
  }
}
