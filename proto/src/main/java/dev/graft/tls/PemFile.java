package dev.graft.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Reads what stands in a PEM file, and says what is wrong with it, never what is in it. */
final class PemFile {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final Pattern OTHER_KEY = Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519", "Ed448");

  private PemFile() {}

  /** In the order of the file: a server's own certificate first, then those that vouch for it. */
  static List<X509Certificate> certificates(Path file) {
    try {
      var found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes(file)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException(file + " holds no certificate");
      }
      return found;
    } catch (CertificateException e) {
      throw new IllegalArgumentException(file + " holds no certificates in PEM", e);
    }
  }

  /** PKCS#8, not encrypted: how every tool of today writes them. */
  static PrivateKey privateKey(Path file) {
    var text = new String(bytes(file), StandardCharsets.ISO_8859_1);
    var found = KEY.matcher(text);
    if (!found.find()) {
      throw new IllegalArgumentException(file + why(text));
    }
    var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1)));
    for (var algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        continue; // of another algorithm
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this JVM has no keys of " + algorithm, e);
      }
    }
    throw new IllegalArgumentException(file + " holds a private key that is none of " + ALGORITHMS);
  }

  private static String why(String text) {
    var other = OTHER_KEY.matcher(text);
    return other.find()
        ? " holds a key as %s; turn it into PKCS#8 with `openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW`"
            .formatted(other.group(1))
        : " holds no private key in PEM";
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file " + file, e);
    } catch (IOException e) {
      throw new IllegalArgumentException("this process can't read " + file + ": " + e, e);
    }
  }
}
