package dev.graft.connect;

import dev.graft.tls.Authorities;
import dev.graft.tls.Rotation;
import io.micronaut.http.ssl.CertificateProvider;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.security.KeyStore;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Sinks;

/**
 * Who the HTTP server is, and whom it lets in: now, and anew whenever the files have changed. Made
 * only if {@link HttpTls} has asked for it.
 */
@Singleton
@Named(HttpCertificate.NAME)
final class HttpCertificate implements CertificateProvider, AutoCloseable {
  static final String NAME = "graft-http";

  private final Sinks.Many<KeyStore> identities = Sinks.many().replay().latest();
  private final Sinks.Many<KeyStore> authorities = Sinks.many().replay().latest();
  private final Rotation renewal;

  HttpCertificate(HttpTlsConfig config) {
    var files =
        config
            .files()
            .orElseThrow(() -> new IllegalStateException(HttpTlsConfig.PREFIX + " is not set"));
    this.renewal =
        Rotation.begin(
            HttpTlsConfig.PREFIX,
            files,
            (identity, clientAuthorities) -> {
              authorities.tryEmitNext(Authorities.store(clientAuthorities)).orThrow();
              identities.tryEmitNext(identity.keyStore()).orThrow();
            });
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public Publisher<KeyStore> getKeyStore() {
    return identities.asFlux();
  }

  @Override
  public Publisher<KeyStore> getTrustStore() {
    return authorities.asFlux();
  }

  @Override
  @PreDestroy
  public void close() {
    renewal.close();
  }
}
