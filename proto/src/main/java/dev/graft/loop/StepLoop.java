package dev.graft.loop;

import com.google.protobuf.Message;
import dev.graft.topics.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls, runs a step, then sends and commits in one short transaction. The only class in the house
 * that does.
 */
public final class StepLoop<V extends Message> implements Runs {
  private static final Logger log = LoggerFactory.getLogger(StepLoop.class);
  private static final long FINISH_MILLIS = 20_000;

  private final Builder<V> as;
  private final LoopBody<V> body;
  private @Nullable Thread thread;

  private StepLoop(Builder<V> as) {
    this.as = as;
    this.body = new LoopBody<>(as);
  }

  /** A loop over one topic. */
  public static <V extends Message> Builder<V> over(Topic<V> topic, Step<V> step) {
    return new Builder<>(List.of(topic), step);
  }

  /** A loop over several topics. */
  public static <V extends Message> Builder<V> over(List<Topic<? extends V>> topics, Step<V> step) {
    return new Builder<>(topics, step);
  }

  @Override
  public String name() {
    return "loop " + as.name;
  }

  @Override
  public LoopHealth health() {
    var running = thread;
    if (running != null && !running.isAlive()) {
      return LoopHealth.dead("its thread has ended: " + body.health().why());
    }
    return body.health();
  }

  @Override
  public synchronized StepLoop<V> start() {
    if (thread == null) {
      var fresh = new Thread(body, "graft-loop-" + as.name);
      fresh.setUncaughtExceptionHandler((t, e) -> log.error("{} has died", name(), e));
      fresh.start();
      thread = fresh;
    }
    return this;
  }

  /** Finishes the poll in hand, then leaves. */
  @Override
  public void close() {
    body.finish();
    var running = thread;
    if (running != null) {
      try {
        running.join(FINISH_MILLIS);
        if (running.isAlive()) {
          log.warn("{} does not finish its poll; it will be read again", name());
          running.interrupt();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What a loop needs to know. */
  public static final class Builder<V extends Message> {
    final List<? extends Topic<? extends V>> topics;
    final Step<V> step;
    String name = "";
    String service = "";
    String instanceId = "";
    @Nullable Clients clients;
    int maxRecords = 500;
    int maxBytes = 32 << 20;
    Duration gather = Duration.ZERO;
    MeterRegistry registry = Metrics.globalRegistry;

    private Builder(List<? extends Topic<? extends V>> topics, Step<V> step) {
      this.topics = List.copyOf(topics);
      this.step = step;
    }

    /** Stable for ever: the consumer group is {@code graft-<name>}. */
    public Builder<V> named(String name) {
      this.name = name;
      return this;
    }

    /** Which service this is, for rejects and CloudEvents. */
    public Builder<V> in(String service) {
      this.service = service;
      return this;
    }

    /** Stable id of this replica; transactional.id and group.instance.id are made from it. */
    public Builder<V> instance(String instanceId) {
      this.instanceId = Clients.asId(instanceId);
      return this;
    }

    public Builder<V> with(Clients clients) {
      this.clients = clients;
      return this;
    }

    /** Most records a poll gives to the step. */
    public Builder<V> maxRecords(int maxRecords) {
      this.maxRecords = maxRecords;
      return this;
    }

    /** About how many bytes are fetched ahead; one record is always taken, however large. */
    public Builder<V> maxBytes(int maxBytes) {
      this.maxBytes = maxBytes;
      return this;
    }

    /**
     * For loops that nobody waits for: lets the broker collect records for so long, unless they are
     * many, so that there are few polls and few transactions. At most 3 s.
     */
    public Builder<V> gathering(Duration atMost) {
      this.gather = atMost;
      return this;
    }

    public Builder<V> metrics(MeterRegistry registry) {
      this.registry = registry;
      return this;
    }

    /** Throws if name, service, instance or clients are missing. */
    public StepLoop<V> build() {
      if (name.isEmpty() || service.isEmpty() || instanceId.isEmpty() || clients == null) {
        throw new IllegalStateException(
            "a loop needs named(..), in(service), instance(..) and with(clients)");
      }
      return new StepLoop<>(this);
    }

    String groupId() {
      return "graft-" + name;
    }
  }
}
