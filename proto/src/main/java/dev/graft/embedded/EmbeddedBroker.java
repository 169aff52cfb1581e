package dev.graft.embedded;

import java.nio.file.Path;

/** A Kafka broker (KRaft, one node) in this JVM, on 127.0.0.1. Its data outlive it. */
public final class EmbeddedBroker implements AutoCloseable {
  private EmbeddedBroker() {}

  /**
   * Starts, and returns when clients can use it.
   *
   * @param port 0 is any free one; a taken one is a clear message
   */
  public static EmbeddedBroker start(Path dataDir, int port) {
    throw new UnsupportedOperationException();
  }

  public String bootstrapServers() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
