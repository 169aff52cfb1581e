package dev.graft.embedded;

import dev.graft.tls.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.UUID;

/**
 * A key store for a server that can only read files. Its password is made up, only this user can
 * read it, and it goes when the server has read it.
 */
record KeyStoreFile(Path file, String password) implements AutoCloseable {
  static KeyStoreFile of(Identity identity) {
    var password = UUID.randomUUID().toString();
    try {
      var file = Files.createTempFile("graft", ".p12"); // rw for the owner alone
      try (var out = Files.newOutputStream(file)) {
        identity.keyStore(password.toCharArray()).store(out, password.toCharArray());
      }
      return new KeyStoreFile(file, password);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write a key store for the S3 server", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM can't write a key store", e);
    }
  }

  @Override
  public String toString() {
    return "KeyStoreFile[" + file + "]"; // never the password
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
