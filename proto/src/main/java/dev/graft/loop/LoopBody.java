package dev.graft.loop;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import com.google.protobuf.Message;
import dev.graft.topics.Topic;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the thread of a {@link StepLoop} does. The step runs on a worker, so that this thread can go
 * on polling paused partitions, and the group keeps us, however long a step or a back-off takes.
 */
final class LoopBody<V extends Message> implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(LoopBody.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long BEAT_MILLIS = 100;

  private final StepLoop.Builder<V> as;
  private final Clients clients;
  private final Map<String, Topic<? extends V>> topics;
  private final Answer<V> answer;
  private final BackOff backOff = new BackOff();
  private final Counter records;
  private final Counter failures;
  private volatile boolean finishing;
  private volatile LoopHealth health = LoopHealth.waiting("has not begun");

  LoopBody(StepLoop.Builder<V> as) {
    this.as = as;
    this.clients = requireNonNull(as.clients);
    this.topics = as.topics.stream().collect(toMap(Topic::name, topic -> topic));
    this.answer = new Answer<>(as.step, as.service);
    this.records = as.registry.counter("graft.loop.records", "loop", as.name);
    this.failures = as.registry.counter("graft.loop.failures", "loop", as.name);
  }

  LoopHealth health() {
    return health;
  }

  void finish() {
    finishing = true;
  }

  @Override
  public void run() {
    var worker =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "graft-step-" + as.name));
    try (var transactions = new Transactions(clients, as.groupId() + "-" + as.instanceId)) {
      while (!finishing) {
        try (var consumer =
            clients.member(as.groupId(), as.instanceId, as.maxRecords, as.maxBytes, as.gather)) {
          var partitions = new Partitions(consumer);
          consumer.subscribe(topics.keySet(), partitions);
          rounds(consumer, partitions, transactions, worker);
        } catch (RuntimeException e) { // of the consumer: only a new one knows where we are
          broken(e);
          rest(() -> {});
        }
      }
    } finally {
      worker.shutdown();
      health = LoopHealth.waiting("closed");
    }
  }

  private void rounds(
      Consumer<byte[], byte[]> consumer,
      Partitions partitions,
      Transactions transactions,
      ExecutorService worker) {
    while (!finishing) {
      var polled = consumer.poll(POLL);
      var poll = new Poll<V>(polled, topics);
      try {
        transactions.ready();
        if (!polled.isEmpty()) {
          round(poll, consumer, partitions, transactions, worker);
          records.increment(polled.count());
        }
        well();
      } catch (Broken e) {
        broken(requireNonNull(e.getCause()));
        afresh(poll, consumer, partitions);
      } catch (RuntimeException e) { // of the producer; its bugs are no KafkaExceptions
        broken(e);
        afresh(poll, consumer, partitions);
      }
    }
  }

  /** One poll: the step, then the transaction. */
  private void round(
      Poll<V> poll,
      Consumer<byte[], byte[]> consumer,
      Partitions partitions,
      Transactions transactions,
      ExecutorService worker) {
    partitions.hold();
    var answered = await(worker.submit(() -> answer.to(poll)), consumer);
    if (partitions.lostAnyOf(poll.partitions())) {
      log.info(
          "loop {}: a partition moved while its step ran; whoever has it now does the work",
          as.name);
      rewind(poll, consumer);
    } else {
      transactions.commit(answered, poll.next(), consumer.groupMetadata());
    }
    partitions.release();
  }

  private List<ProducerRecord<byte[], byte[]>> await(
      Future<List<ProducerRecord<byte[], byte[]>>> step, Consumer<byte[], byte[]> consumer) {
    while (true) {
      try {
        return step.get(BEAT_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        consumer.poll(Duration.ZERO); // keeps the membership; everything is paused
      } catch (ExecutionException e) {
        throw new Broken(requireNonNull(e.getCause()));
      } catch (InterruptedException e) {
        step.cancel(true);
        finishing = true;
        throw new Broken(e);
      }
    }
  }

  /** After a failure: back to the committed position, wait, go on. */
  private void afresh(Poll<V> poll, Consumer<byte[], byte[]> consumer, Partitions partitions) {
    partitions.hold();
    rest(() -> consumer.poll(Duration.ZERO));
    rewind(poll, consumer);
    partitions.release();
  }

  private static <V extends Message> void rewind(Poll<V> poll, Consumer<byte[], byte[]> consumer) {
    var mine = new HashSet<>(poll.partitions());
    mine.retainAll(consumer.assignment());
    consumer
        .committed(mine)
        .forEach(
            (partition, committed) -> {
              if (committed == null) {
                consumer.seekToBeginning(List.of(partition));
              } else {
                consumer.seek(partition, committed);
              }
            });
  }

  private void rest(Runnable beat) {
    long until = System.nanoTime() + backOff.next().toNanos();
    while (!finishing && System.nanoTime() < until) {
      try {
        TimeUnit.MILLISECONDS.sleep(BEAT_MILLIS);
      } catch (InterruptedException e) {
        finishing = true;
      }
      beat.run();
    }
  }

  private void well() {
    if (!health.ready()) {
      log.info("loop {} reads {}", as.name, topics.keySet());
    }
    backOff.reset();
    health = LoopHealth.ready("reads " + topics.keySet());
  }

  private void broken(Throwable cause) {
    failures.increment();
    if (health.ready() || !health.why().endsWith(cause.toString())) { // once per trouble
      log.warn("loop {} tries again until this is over", as.name, cause);
    }
    health = LoopHealth.waiting("tries again after " + cause);
  }

  /** The step could not do its work. */
  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken(Throwable cause) {
      super(cause);
    }
  }
}
