package dev.graft.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The PEM files of a client.
 *
 * @param ca authorities that it trusts besides those of the JVM
 * @param certificate who it is, for servers that ask
 * @param privateKey of that certificate
 */
public record ClientTls(@Nullable Path ca, @Nullable Path certificate, @Nullable Path privateKey) {
  /** Trusts whom the JVM trusts, and does not say who it is. */
  public static final ClientTls PLAIN = new ClientTls(null, null, null);

  public ClientTls {
    if ((certificate == null) != (privateKey == null)) {
      throw new IllegalArgumentException(
          "a client's certificate and its private key are only of use together");
    }
  }

  public X509TrustManager trust() {
    return ca == null ? Authorities.trust(null) : Authorities.besidesTheJvms(ca);
  }

  public Optional<Identity> identity() {
    return certificate == null || privateKey == null
        ? Optional.empty()
        : Optional.of(Identity.read(certificate, privateKey));
  }

  /** For what speaks HTTP. Whoever uses it checks the server's name, as HTTP clients do. */
  public SSLContext context() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(
          identity().map(Identity::keyManagers).orElse(new KeyManager[0]),
          new TrustManager[] {trust()},
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM can't do TLS", e);
    }
  }
}
