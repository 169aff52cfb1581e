package dev.graft.loop;

import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

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
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return new Patient(config, this);
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return plain(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return plain(config);
  }

  private static Consumer<byte[], byte[]> plain(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
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

  /** For one thread, as every consumer. */
  private static final class Patient extends KafkaConsumer<byte[], byte[]> {
    private final PatientClients as;
    private long busy = System.nanoTime(); // when there was something to do

    Patient(Map<String, Object> config, PatientClients as) {
      super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      this.as = as;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      if (!as.quiet().getAsBoolean()) {
        busy = System.nanoTime();
      }
      var idle = Duration.ofNanos(System.nanoTime() - busy);
      var records = super.poll(as.atMost(timeout, idle));
      if (!records.isEmpty()) {
        busy = System.nanoTime();
      }
      return records;
    }
  }
}
