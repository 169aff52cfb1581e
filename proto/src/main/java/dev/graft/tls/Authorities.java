package dev.graft.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose word is taken for who somebody is. */
public final class Authorities {
  private Authorities() {}

  /** Those in a PEM file, and those that the JVM trusts anyway. */
  public static X509TrustManager besidesTheJvms(Path pem) {
    var all = new ArrayList<>(PemFile.certificates(pem));
    all.addAll(Arrays.asList(trust(null).getAcceptedIssuers()));
    return trust(store(all));
  }

  /** Null stands for the JVM's own. */
  static X509TrustManager trust(@Nullable KeyStore authorities) {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(authorities);
      return Arrays.stream(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .map(X509TrustManager.class::cast)
          .findFirst()
          .orElseThrow();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM can't trust anybody", e);
    }
  }

  /** These and nobody else. */
  public static KeyStore store(List<X509Certificate> authorities) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry("authority-" + i, authorities.get(i));
      }
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JVM can't hold certificates", e);
    }
  }
}
