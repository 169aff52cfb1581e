package dev.graft.loop;

import com.google.protobuf.Message;
import dev.graft.topics.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/**
 * Polls, runs a step, then sends and commits in one short transaction. The only class in the house
 * that does.
 */
public final class StepLoop<V extends Message> implements Monitored, AutoCloseable {
  private final Builder<V> as;

  private StepLoop(Builder<V> as) {
    this.as = as;
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
    return as.name;
  }

  @Override
  public LoopHealth health() {
    throw new UnsupportedOperationException();
  }

  public StepLoop<V> start() {
    throw new UnsupportedOperationException();
  }

  /** Finishes the poll in hand, then leaves. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }

  /** What a loop needs to know. */
  public static final class Builder<V extends Message> {
    final List<? extends Topic<? extends V>> topics;
    final Step<V> step;
    String name = "";
    String service = "";
    String instanceId = "";
    Clients clients = new Clients("");
    int maxRecords = 500;
    int maxBytes = 32 << 20;
    MeterRegistry registry = io.micrometer.core.instrument.Metrics.globalRegistry;

    private Builder(List<? extends Topic<? extends V>> topics, Step<V> step) {
      this.topics = topics;
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
      this.instanceId = instanceId;
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

    public Builder<V> metrics(MeterRegistry registry) {
      this.registry = registry;
      return this;
    }

    public StepLoop<V> build() {
      return new StepLoop<>(this);
    }
  }
}
