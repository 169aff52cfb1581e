package dev.graft.loop;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Kafka Streams' clients as it makes them itself, but that the one which reads waits longer in a
 * poll while all is quiet.
 *
 * <p>A thread of Streams commits and looks at the clock only between polls, so they are brief.
 * Where no record came for a while there is nothing to commit, and where nobody looks at the clock
 * a poll may last: a record ends it at once.
 *
 * @param quiet whether nobody looks at the clock often
 * @param settled so long after a record everything of it is committed
 */
record PatientClients(BooleanSupplier quiet, Duration settled) implements KafkaClientSupplier {
  private static final Duration LONG = Duration.ofMillis(100);

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return Clients.producerOf(config);
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return patient(Clients.consumerOf(config));
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return Clients.consumerOf(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return Clients.consumerOf(config);
  }

  /**
   * How long a poll may wait.
   *
   * @param asked by Streams; nothing is left as it is
   * @param idle how long there has been nothing to do
   */
  Duration atMost(Duration asked, Duration idle) {
    boolean longer = idle.compareTo(settled) > 0 && !asked.isZero();
    return longer && asked.compareTo(LONG) < 0 ? LONG : asked;
  }

  /** The same consumer, but for how long its polls wait. */
  @SuppressWarnings("unchecked")
  private Consumer<byte[], byte[]> patient(Consumer<byte[], byte[]> consumer) {
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            Consumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            new Polls(consumer, this));
  }

  /** For one thread, as every consumer. */
  private static final class Polls implements InvocationHandler {
    private final Consumer<byte[], byte[]> consumer;
    private final PatientClients as;
    private long busy = System.nanoTime(); // when there was something to do

    Polls(Consumer<byte[], byte[]> consumer, PatientClients as) {
      this.consumer = consumer;
      this.as = as;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      if (method.getName().equals("poll")
          && arguments != null
          && arguments[0] instanceof Duration asked) {
        return poll(asked);
      }
      try {
        return method.invoke(consumer, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause() == null ? e : e.getCause();
      }
    }

    private ConsumerRecords<byte[], byte[]> poll(Duration asked) {
      if (!as.quiet().getAsBoolean()) {
        busy = System.nanoTime();
      }
      var idle = Duration.ofNanos(System.nanoTime() - busy);
      var records = consumer.poll(as.atMost(asked, idle));
      if (!records.isEmpty()) {
        busy = System.nanoTime();
      }
      return records;
    }
  }
}
