package dev.graft.embedded;

import dev.graft.tls.ServerTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.concurrent.TimeoutException;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An S3 server (S3Proxy on a folder) in this JVM, on 127.0.0.1. Its data outlive it. */
public final class EmbeddedStore implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedStore.class);
  private static final long STOP_MILLIS = 1_000;

  private final S3Proxy proxy;
  private final boolean secure;

  private EmbeddedStore(S3Proxy proxy, boolean secure) {
    this.proxy = proxy;
    this.secure = secure;
  }

  /**
   * Starts, and returns when clients can use it.
   *
   * @param port 0 is any free one; a taken one is a clear message
   */
  public static EmbeddedStore start(Path dataDir, int port, String accessKey, String secretKey) {
    return start(dataDir, port, accessKey, secretKey, null);
  }

  /**
   * The same, over https.
   *
   * @param tls null for plain text; it asks no client who it is, that is what the keys are for
   */
  public static EmbeddedStore start(
      Path dataDir, int port, String accessKey, String secretKey, @Nullable ServerTls tls) {
    int claimed = Ports.claim(port, "the S3 server");
    var folder = dataDir.toAbsolutePath().normalize();
    probe(folder);
    var builder =
        S3Proxy.builder()
            .blobStore(new FilesystemNio2BlobStore(folder.toString()))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, accessKey, secretKey)
            .ignoreUnknownHeaders(true)
            .stopTimeout(STOP_MILLIS);
    try (var keys = tls == null ? null : KeyStoreFile.of(tls.identity())) {
      var proxy =
          keys == null
              ? builder.endpoint(URI.create("http://127.0.0.1:" + claimed)).build()
              : builder
                  .secureEndpoint(URI.create("https://127.0.0.1:" + claimed))
                  .keyStore(keys.file().toString(), keys.password())
                  .build();
      begin(proxy, claimed);
      return new EmbeddedStore(proxy, tls != null);
    }
  }

  private static void begin(S3Proxy proxy, int port) {
    try {
      proxy.start();
    } catch (Exception e) { // as S3Proxy declares it
      throw new IllegalStateException(
          "the S3 server does not start on port " + port + ": " + e.getMessage(), e);
    }
  }

  public String endpoint() {
    return secure
        ? "https://127.0.0.1:" + proxy.getSecurePort()
        : "http://127.0.0.1:" + proxy.getPort();
  }

  @Override
  public void close() {
    try {
      proxy.stop();
    } catch (TimeoutException e) {
      log.debug("some clients kept their connections, which are cut now", e);
    } catch (Exception e) { // as S3Proxy declares it
      throw new IllegalStateException("the S3 server does not stop", e);
    }
  }

  /**
   * S3Proxy keeps content types and the like in user extended attributes, which some file systems
   * lack.
   */
  static void probe(Path folder) {
    try {
      Files.createDirectories(folder);
      var file = Files.createTempFile(folder, ".probe", "");
      try {
        var view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        if (view == null) {
          throw new IOException("no such view");
        }
        view.write("graft.probe", ByteBuffer.wrap(new byte[] {1}));
      } finally {
        Files.delete(file);
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw new UncheckedIOException(
          "the S3 server needs user extended attributes, and the file system of "
              + folder
              + " has none that we can write (some tmpfs lack them): choose a folder on ext4, xfs"
              + " or btrfs",
          e instanceof IOException io ? io : new IOException(e));
    }
  }
}
