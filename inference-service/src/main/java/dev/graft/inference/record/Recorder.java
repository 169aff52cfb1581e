package dev.graft.inference.record;

import dev.graft.loop.Publisher;
import dev.graft.topics.Topics;
import dev.graft.v1.Predicted;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Writes answers to graft.predictions. Answers = recorded + dropped. */
public final class Recorder {

  private final Publisher publisher;
  private final Counter recorded;
  private final Counter dropped;

  public Recorder(Publisher publisher, MeterRegistry registry) {
    this.publisher = publisher;
    this.recorded = registry.counter("graft.inference.predictions", "outcome", "recorded");
    this.dropped = registry.counter("graft.inference.predictions", "outcome", "dropped");
  }

  /** Never blocks. */
  public void record(Predicted predicted) {
    var taken = publisher.trySend(Topics.PREDICTIONS, predicted.getTaskId(), predicted);
    (taken ? recorded : dropped).increment();
  }
}
