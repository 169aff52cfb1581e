package dev.graft.deploy.demo;

import com.google.protobuf.ByteString;
import dev.graft.deploy.demo.props.Answers;
import dev.graft.deploy.demo.props.Sample;
import dev.graft.deploy.reach.Doors;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Asks about test pictures over gRPC, and counts how often the answer is right. */
final class Examiner {
  private static final int AT_ONCE = 4;
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Doors doors;
  private final String taskId;
  private final Answers answers;

  Examiner(Doors doors, String taskId, Answers answers) {
    this.doors = doors;
    this.taskId = taskId;
    this.answers = answers;
  }

  /** The fraction that was answered rightly; no answer is a wrong one. */
  double accuracy(List<Sample> samples) {
    var right = new AtomicInteger();
    var free = new Semaphore(AT_ONCE);
    for (var sample : samples) {
      free.acquireUninterruptibly();
      doors
          .predictLater(request(sample), DEADLINE)
          .whenComplete(
              (answer, failure) -> {
                if (right(sample, answer, failure)) {
                  right.incrementAndGet();
                }
                free.release();
              });
    }
    free.acquireUninterruptibly(AT_ONCE);
    return (double) right.get() / samples.size();
  }

  private PredictRequest request(Sample sample) {
    return PredictRequest.newBuilder()
        .setTaskId(taskId)
        .setImage(ByteString.copyFrom(sample.encoded().get()))
        .build();
  }

  private boolean right(
      Sample sample, @Nullable PredictResponse answer, @Nullable Throwable failure) {
    if (answer == null) {
      answers.failed(String.valueOf(failure));
      return false;
    }
    answers.heard(answer.getVersion(), System.nanoTime());
    return answer.getClassName().equals(sample.className());
  }
}
