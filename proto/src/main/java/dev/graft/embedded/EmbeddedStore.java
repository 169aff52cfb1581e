package dev.graft.embedded;

import java.nio.file.Path;

/** An S3 server (S3Proxy on a folder) in this JVM, on 127.0.0.1. Its data outlive it. */
public final class EmbeddedStore implements AutoCloseable {
  private EmbeddedStore() {}

  /**
   * Starts, and returns when clients can use it.
   *
   * @param port 0 is any free one; a taken one is a clear message
   */
  public static EmbeddedStore start(Path dataDir, int port, String accessKey, String secretKey) {
    throw new UnsupportedOperationException();
  }

  public String endpoint() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
