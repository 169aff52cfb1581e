package dev.graft.bench.load;

import com.google.protobuf.ByteString;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import dev.graft.v1.PredictionServiceGrpc;
import dev.graft.vision.draw.DemoPictures;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Asks one replica about pictures at a fixed pace whatever the answers do (an open loop), and notes
 * when each answer came and when a request failed. A channel that lost its replica tries to reach
 * it again five times a second, so that what is measured is the service and not gRPC's patience.
 */
public final class Asking implements AutoCloseable {
  private static final int PICTURES = 48;
  private static final int DEADLINE_SECONDS = 5;

  private final String taskId;
  private final List<ByteString> pictures;
  private final ManagedChannel channel;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong open = new AtomicLong();
  private final Timeline answers = new Timeline();
  private final Timeline failures = new Timeline();
  private final Map<String, Long> reasons = new TreeMap<>();
  private final Histogram micros = new ConcurrentHistogram(TimeUnit.SECONDS.toMicros(60), 3);

  /**
   * @param address host:port of the replica's gRPC door
   */
  public Asking(String address, String taskId) {
    this.taskId = taskId;
    this.channel = ManagedChannelBuilder.forTarget("dns:///" + address).usePlaintext().build();
    this.pictures =
        IntStream.range(0, PICTURES)
            .mapToObj(seed -> DemoPictures.png(name(seed), 700_000 + seed))
            .map(ByteString::copyFrom)
            .toList();
  }

  private static String name(int number) {
    return DemoPictures.classes().get(number % DemoPictures.classes().size());
  }

  public void start(double perSecond) {
    long period = (long) (1e9 / perSecond);
    long began = System.nanoTime();
    clock.scheduleAtFixedRate(
        () -> ask(began + asked.get() * period), 0, period, TimeUnit.NANOSECONDS);
    clock.scheduleWithFixedDelay(channel::resetConnectBackoff, 200, 200, TimeUnit.MILLISECONDS);
  }

  private void ask(long due) {
    var picture = pictures.get((int) (asked.getAndIncrement() % PICTURES));
    var request = PredictRequest.newBuilder().setTaskId(taskId).setImage(picture).build();
    open.incrementAndGet();
    PredictionServiceGrpc.newStub(channel)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .predict(request, new Listening(due));
  }

  /** Latency counts from when the request was due. */
  private final class Listening implements StreamObserver<PredictResponse> {
    private final long due;

    Listening(long due) {
      this.due = due;
    }

    @Override
    public void onNext(PredictResponse response) {
      long now = System.nanoTime();
      answers.note(now);
      micros.recordValue(
          Math.min(TimeUnit.NANOSECONDS.toMicros(now - due), TimeUnit.SECONDS.toMicros(60)));
    }

    @Override
    public void onError(Throwable failure) {
      open.decrementAndGet();
      failures.note(System.nanoTime());
      var status = Status.fromThrowable(failure);
      synchronized (reasons) {
        reasons.merge(status.getCode() + " " + status.getDescription(), 1L, Long::sum);
      }
    }

    @Override
    public void onCompleted() {
      open.decrementAndGet();
    }
  }

  public Timeline answers() {
    return answers;
  }

  public Timeline failures() {
    return failures;
  }

  /** What failed requests were told, with how many. */
  public Map<String, Long> reasons() {
    synchronized (reasons) {
      return new TreeMap<>(reasons);
    }
  }

  /** Latency of answered requests that were asked since the last call of {@link #forget}. */
  public double millis(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1000.0;
  }

  /**
   * Forgets latencies and reasons so far: before it has loaded the first version, a fresh replica
   * tells everyone to come again.
   */
  public void forget() {
    micros.reset();
    synchronized (reasons) {
      reasons.clear();
    }
  }

  /** Asks no more and waits for the answers that are due. */
  @Override
  public void close() {
    clock.shutdownNow();
    try {
      for (int i = 0; i < 10 * DEADLINE_SECONDS && open.get() > 0; i++) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    channel.shutdownNow();
  }
}
