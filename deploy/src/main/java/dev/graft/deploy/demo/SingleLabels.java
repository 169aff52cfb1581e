package dev.graft.deploy.demo;

import dev.graft.deploy.demo.props.Answers;
import dev.graft.deploy.demo.props.Inbox;
import dev.graft.deploy.demo.props.Sample;
import dev.graft.deploy.demo.props.Waiting;
import dev.graft.deploy.reach.Doors;
import dev.graft.v1.PredictRequest;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Labels one at a time: how long from publishing a label to the inbox until a version that includes
 * it first answers. Somebody asks every 10 ms meanwhile, with an embedding, so that asking costs
 * next to nothing.
 */
final class SingleLabels implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final String taskId;
  private final Inbox inbox;
  private final Witness witness;
  private final Answers answers;
  private final Doors doors;
  private final PredictRequest question;
  private final Histogram micros = new Histogram(TimeUnit.SECONDS.toMicros(60), 3);
  private final java.util.concurrent.ScheduledExecutorService asking =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "single-labels"));
  private int missed;

  SingleLabels(String taskId, Inbox inbox, Witness witness, Answers answers, Doors doors) {
    this.taskId = taskId;
    this.inbox = inbox;
    this.witness = witness;
    this.answers = answers;
    this.doors = doors;
    this.question =
        PredictRequest.newBuilder().setTaskId(taskId).setEmbedding(witness.someEmbedding()).build();
  }

  void publish(List<Sample> samples, Consumer<Integer> progress) {
    asking.scheduleWithFixedDelay(this::ask, 0, 10, TimeUnit.MILLISECONDS);
    for (int i = 0; i < samples.size(); i++) {
      measure(samples.get(i));
      progress.accept(i + 1);
    }
  }

  private void ask() {
    try {
      answers.heard(doors.predictions().predict(question).getVersion(), System.nanoTime());
    } catch (StatusRuntimeException e) {
      answers.failed(String.valueOf(e.getMessage()));
    }
  }

  private void measure(Sample sample) {
    long published = System.nanoTime();
    inbox.labelNow(taskId, sample);
    boolean answered = Waiting.until(() -> firstAnswer(sample).isPresent(), PATIENCE);
    if (!answered) {
      missed++;
    }
    long answer = firstAnswer(sample).orElse(published + PATIENCE.toNanos());
    micros.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(answer - published)));
  }

  private OptionalLong firstAnswer(Sample sample) {
    var sequence = witness.sequenceOfLabel(sample);
    return sequence.isEmpty()
        ? OptionalLong.empty()
        : answers.firstHeard(version -> witness.includes(version, sequence.getAsLong()));
  }

  double millis(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1000.0;
  }

  long measured() {
    return micros.getTotalCount();
  }

  /** Labels that no answer included in time; they count with the whole of that time. */
  int missed() {
    return missed;
  }

  @Override
  public void close() {
    asking.shutdown();
    try {
      asking.awaitTermination(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
