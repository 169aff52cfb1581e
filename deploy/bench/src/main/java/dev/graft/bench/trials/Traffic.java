package dev.graft.bench.trials;

import dev.graft.deploy.Failure;
import dev.graft.v1.PredictResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Questions to both replicas and labels, for as long as it is open, whatever dies. The labels speak
 * neither for nor against the candidate, or hardly; one in four changes an earlier one.
 */
final class Traffic implements AutoCloseable {
  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(100);
  private static final Duration BETWEEN_LABELS = Duration.ofMillis(200);
  private static final List<TrialTask.Pair> CYCLE =
      List.of(
          TrialTask.Pair.WORSE, TrialTask.Pair.BETTER, TrialTask.Pair.SAME, TrialTask.Pair.SAME);

  private final TrialTask task;
  private final Fleet fleet;
  private final Random random;
  private final ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledExecutorService labelling = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final List<ScheduledFuture<?>> works;
  private int labelled;

  private Traffic(TrialTask task, Fleet fleet, long seed) {
    this.task = task;
    this.fleet = fleet;
    this.random = new Random(seed);
    this.works =
        List.of(
            asking.scheduleAtFixedRate(
                this::ask, 0, BETWEEN_QUESTIONS.toMillis(), TimeUnit.MILLISECONDS),
            labelling.scheduleWithFixedDelay(
                this::label, 0, BETWEEN_LABELS.toMillis(), TimeUnit.MILLISECONDS));
  }

  static Traffic begin(TrialTask task, Fleet fleet, long seed) {
    return new Traffic(task, fleet, seed);
  }

  int asked() {
    return asked.get();
  }

  int failed() {
    return failed.get();
  }

  private void ask() {
    var doors = fleet.doors();
    var door = doors.get(asked.getAndIncrement() % doors.size());
    door.predict(task.question(), new Ending());
  }

  private final class Ending implements StreamObserver<PredictResponse> {
    @Override
    public void onNext(PredictResponse response) {}

    @Override
    public void onError(Throwable failure) {
      failed.incrementAndGet();
      ended.incrementAndGet();
    }

    @Override
    public void onCompleted() {
      ended.incrementAndGet();
    }
  }

  private void label() {
    if (random.nextInt(4) == 0) {
      task.changeOne();
    } else if (task.label(CYCLE.get(labelled % CYCLE.size()))) {
      labelled++;
    }
  }

  /**
   * Asks and labels no more, and waits for the answers that are due.
   *
   * @throws Failure if it had to end before
   */
  @Override
  public void close() {
    works.stream().filter(ScheduledFuture::isDone).forEach(Traffic::failed);
    asking.shutdown();
    labelling.shutdown();
    Waiting.until(
        "the last label is with the broker", Duration.ofMillis(50), labelling::isTerminated);
    Waiting.until(
        "every question has ended",
        Duration.ofMillis(50),
        () -> asking.isTerminated() && ended.get() == asked.get());
  }

  private static void failed(ScheduledFuture<?> work) {
    try {
      work.get();
    } catch (ExecutionException e) {
      throw new Failure("questions or labels ended before their time: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }
}
