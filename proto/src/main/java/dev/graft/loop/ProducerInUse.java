package dev.graft.loop;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A producer, and another one after it could not deliver. An idempotent producer whose request for
 * its id was refused (a wrong password, say) never asks again: seen on 4.3.1. So none that failed
 * is trusted with more; what it has under way it may still finish.
 */
final class ProducerInUse implements AutoCloseable {
  private static final Duration FINISH = Duration.ofSeconds(10);

  private final Supplier<Producer<byte[], byte[]>> maker;
  private @Nullable Producer<byte[], byte[]> current;
  private boolean closed;

  /** Makes the first one at once, so that what is wrong with its settings is said at the start. */
  ProducerInUse(Supplier<Producer<byte[], byte[]>> maker) {
    this.maker = maker;
    this.current = maker.get();
  }

  synchronized Producer<byte[], byte[]> get() {
    if (closed) {
      throw new IllegalStateException("the producer is closed");
    }
    var present = current;
    if (present == null) {
      present = maker.get();
      current = present;
    }
    return present;
  }

  /** To be told of each failure; those that a record or too many of them brought change nothing. */
  synchronized void failed(Producer<byte[], byte[]> producer, Exception why) {
    if (producer == current && itself(why)) {
      current = null;
      var end = new Thread(() -> producer.close(FINISH), "graft-producer-end");
      end.setDaemon(true);
      end.start();
    }
  }

  private static boolean itself(Exception why) {
    return why instanceof AuthenticationException
        || (why instanceof TimeoutException && !(why instanceof BufferExhaustedException));
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (current != null) {
      current.close(Duration.ofSeconds(5));
      current = null;
    }
  }
}
