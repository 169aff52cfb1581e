package dev.graft.inference.rollout;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.graft.loop.Clients;
import dev.graft.topics.Topics;
import dev.graft.v1.RolloutState;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.streams.StreamsConfig;

/**
 * A process with a judge that sends nothing more once the broker has its word on a command: the
 * transaction stays open until somebody kills it.
 */
public final class HeldJudge {
  /** What it prints then, on a line of its own. */
  static final String HELD = "held";

  private HeldJudge() {}

  /**
   * @param arguments broker, state directory, processing guarantee
   */
  public static void main(String[] arguments) throws InterruptedException {
    JudgeStreams.of(
            new Clients(arguments[0]),
            1,
            "held",
            Path.of(arguments[1]),
            settings(
                Map.of(
                    StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                    arguments[2],
                    StreamsConfig.producerPrefix("interceptor.classes"),
                    Hold.class.getName())))
        .start();
    new CountDownLatch(1).await();
  }

  /** A dead judge's place, and what it left open, are given up sooner than usual. */
  static Map<String, Object> settings(Map<String, Object> more) {
    var settings = new HashMap<String, Object>(more);
    settings.put(StreamsConfig.consumerPrefix("session.timeout.ms"), "6000");
    settings.put(StreamsConfig.consumerPrefix("heartbeat.interval.ms"), "1500");
    settings.put(StreamsConfig.producerPrefix("transaction.timeout.ms"), "5000");
    return settings;
  }

  /**
   * Made by the producer, which calls the one method where records are sent, the other where they
   * are acknowledged: there all sending goes on, the end of the transaction's too.
   */
  public static final class Hold implements ProducerInterceptor<byte[], byte[]> {
    private int sent; // to graft.rollouts, all of one task and so in order
    private volatile int wanted = Integer.MAX_VALUE; // the one that tells of a command
    private int acknowledged;

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
      if (record.topic().equals(Topics.ROLLOUTS.name())) {
        sent++;
        if (tellsOfACommand(record.value())) {
          wanted = Math.min(wanted, sent);
        }
      }
      return record;
    }

    private static boolean tellsOfACommand(byte[] state) {
      try {
        return RolloutState.parseFrom(state).getOutcomesCount() > 0;
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException("the judge wrote what it can't read", e);
      }
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception exception) {
      if (exception == null
          && metadata.topic().equals(Topics.ROLLOUTS.name())
          && ++acknowledged == wanted) {
        System.out.println();
        System.out.println(HELD);
        System.out.flush();
        forEver();
      }
    }

    private static void forEver() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void configure(Map<String, ?> settings) {}

    @Override
    public void close() {}
  }
}
