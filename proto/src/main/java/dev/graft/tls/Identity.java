package dev.graft.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Who a server or a client is.
 *
 * @param chain its own certificate first, then those that vouch for it
 * @param key of the first certificate
 */
public record Identity(List<X509Certificate> chain, PrivateKey key) {
  private static final byte[] SOMETHING = {1, 2, 3};

  /**
   * From two PEM files.
   *
   * @throws IllegalArgumentException naming the file that is missing or wrong; also if the key is
   *     another certificate's
   */
  public static Identity read(Path certificate, Path privateKey) {
    var identity = new Identity(PemFile.certificates(certificate), PemFile.privateKey(privateKey));
    if (!identity.fits()) {
      throw new IllegalArgumentException(
          "%s is not the private key of the first certificate in %s"
              .formatted(privateKey, certificate));
    }
    return identity;
  }

  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** In memory, without a password. */
  public KeyStore keyStore() {
    return keyStore(null);
  }

  /** For those who can only read files: to be written with this password. */
  public KeyStore keyStore(char @Nullable [] password) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("graft", key, password, chain.toArray(X509Certificate[]::new));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JVM can't hold a key", e);
    }
  }

  /** For what takes nothing simpler. */
  public KeyManager[] keyManagers() {
    try {
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keyStore(), null);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM can't hold a key", e);
    }
  }

  /** What the key signs, the certificate must confirm. */
  private boolean fits() {
    var algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "EdDSA";
        };
    try {
      var signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(SOMETHING);
      var checker = Signature.getInstance(algorithm);
      checker.initVerify(certificate().getPublicKey());
      checker.update(SOMETHING);
      return checker.verify(signer.sign());
    } catch (GeneralSecurityException e) {
      return false; // keys of two kinds
    }
  }

  @Override
  public String toString() {
    var own = certificate();
    return "%s until %s".formatted(own.getSubjectX500Principal(), own.getNotAfter().toInstant());
  }
}
