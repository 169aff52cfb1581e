package dev.graft.tls;

import dev.graft.embedded.TestBed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.tls.HeldCertificate;

/**
 * A certificate authority of a test's own, with an issuer between it and the rest, as in life; and
 * the PEM files of those that it vouches for. Their names are localhost and 127.0.0.1.
 */
public final class TestAuthority {
  private final Path folder = TestBed.folder("authority");
  private final HeldCertificate root =
      new HeldCertificate.Builder().commonName("root").certificateAuthority(1).build();
  private final HeldCertificate issuer =
      new HeldCertificate.Builder()
          .commonName("issuer")
          .certificateAuthority(0)
          .signedBy(root)
          .build();

  /** Of the root alone: what a client is told to trust. */
  public Path ca() {
    return write(folder.resolve("ca.pem"), root.certificatePem());
  }

  /** The files of a server that lets everybody in. */
  public ServerTls server(String name) {
    return renew(new ServerTls(folder.resolve(name + ".crt"), folder.resolve(name + ".key"), null));
  }

  /** The files of a server that lets only clients of this authority in. */
  public ServerTls serverForKnownClients(String name) {
    var files = server(name);
    return new ServerTls(files.certificate(), files.privateKey(), ca());
  }

  /** A client that trusts this authority, and does not say who it is. */
  public ClientTls client() {
    return new ClientTls(ca(), null, null);
  }

  /** A client that trusts this authority, and can say who it is. */
  public ClientTls client(String name) {
    var files = server(name);
    return new ClientTls(ca(), files.certificate(), files.privateKey());
  }

  /** Writes a new key and a new certificate into the same files. */
  public ServerTls renew(ServerTls files) {
    var held =
        new HeldCertificate.Builder()
            .commonName("localhost")
            .addSubjectAlternativeName("localhost")
            .addSubjectAlternativeName("127.0.0.1")
            .signedBy(issuer)
            .build();
    write(files.privateKey(), held.privateKeyPkcs8Pem());
    write(files.certificate(), held.certificatePem() + issuer.certificatePem());
    return files;
  }

  public static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
