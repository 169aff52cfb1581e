package dev.graft.connect;

import dev.graft.tls.Rotation;
import dev.graft.tls.ServerTls;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What the gRPC server shows to its clients and asks of them.
 *
 * @param renewal to be closed with the server; null for plain text
 */
record GrpcCredentials(ServerCredentials credentials, @Nullable Rotation renewal)
    implements AutoCloseable {

  static GrpcCredentials of(@Nullable ServerTls tls) {
    return tls == null
        ? new GrpcCredentials(InsecureServerCredentials.create(), null)
        : secure(tls);
  }

  private static GrpcCredentials secure(ServerTls tls) {
    var key = new AdvancedTlsX509KeyManager();
    var clients = clients();
    var renewal =
        Rotation.begin(
            GrpcTlsConfig.PREFIX,
            tls,
            (identity, authorities) -> {
              var chain = identity.chain().toArray(X509Certificate[]::new);
              key.updateIdentityCredentials(chain, identity.key());
              if (!authorities.isEmpty()) {
                trust(clients, authorities.toArray(X509Certificate[]::new));
              }
            });
    var credentials = TlsServerCredentials.newBuilder().keyManager(key);
    if (tls.clientCa() != null) {
      credentials.trustManager(clients).clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
    }
    return new GrpcCredentials(credentials.build(), renewal);
  }

  /** Clients have no names to verify, only certificates. */
  private static AdvancedTlsX509TrustManager clients() {
    try {
      return AdvancedTlsX509TrustManager.newBuilder()
          .setVerification(AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION)
          .build();
    } catch (CertificateException e) {
      throw new IllegalStateException("this JVM can't check certificates", e);
    }
  }

  private static void trust(AdvancedTlsX509TrustManager clients, X509Certificate[] authorities) {
    try {
      clients.updateTrustCredentials(authorities);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("no authorities for clients: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    if (renewal != null) {
      renewal.close();
    }
  }
}
