package dev.graft.tls;

import java.io.ByteArrayOutputStream;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a server's files again and again, so that renewed ones are taken without a restart. It
 * compares what is in them, because mounted secrets are swapped by a link and keep strange times.
 */
public final class Rotation implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Rotation.class);
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final String name;
  private final ServerTls files;
  private final Taker taker;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Rotation::thread);
  private byte[] taken;
  private @Nullable String trouble;

  private Rotation(String name, ServerTls files, Taker taker) {
    this.name = name;
    this.files = files;
    this.taker = taker;
    this.taken = content();
    take();
  }

  /** Who the server is from now on, and whom it lets in; empty: everybody. */
  @FunctionalInterface
  public interface Taker {
    void take(Identity identity, List<X509Certificate> clientAuthorities);
  }

  /**
   * Hands over what the files hold now, on this thread, and later what they hold then. Files that
   * are wrong later are said so in the log, once, and the last good ones stay.
   *
   * @param name for the log, e.g. {@code graft.grpc.tls}
   * @throws IllegalArgumentException if a file is missing or wrong now
   */
  public static Rotation begin(String name, ServerTls files, Taker taker) {
    var rotation = new Rotation(name, files, taker);
    rotation.clock.scheduleWithFixedDelay(
        rotation::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return rotation;
  }

  private void look() {
    try {
      var present = content();
      if (!Arrays.equals(present, taken)) {
        take();
        taken = present;
      }
      trouble = null;
    } catch (RuntimeException e) { // half written, perhaps: the next look will tell
      if (!String.valueOf(e.getMessage()).equals(trouble)) {
        log.warn("{} keeps its last certificate: {}", name, e.getMessage());
      }
      trouble = String.valueOf(e.getMessage());
    }
  }

  private void take() {
    var identity = files.identity();
    taker.take(identity, files.clientAuthorities());
    log.info("{}: {}", name, identity);
  }

  private byte[] content() {
    var all = new ByteArrayOutputStream();
    all.writeBytes(PemFile.bytes(files.certificate()));
    all.writeBytes(PemFile.bytes(files.privateKey()));
    if (files.clientCa() != null) {
      all.writeBytes(PemFile.bytes(files.clientCa()));
    }
    return all.toByteArray();
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "graft-certificates");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
