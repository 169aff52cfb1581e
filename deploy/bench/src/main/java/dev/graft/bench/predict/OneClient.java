package dev.graft.bench.predict;

import dev.graft.deploy.Failure;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.SynchronousQueue;

/** A client that waits for each answer before it asks again. */
final class OneClient {
  private final Calls calls;
  private final List<byte[]> requests;
  private final SynchronousQueue<Status> ended = new SynchronousQueue<>();

  OneClient(Calls calls, List<byte[]> requests) {
    this.calls = calls;
    this.requests = requests;
  }

  /**
   * Milliseconds of each of so many calls.
   *
   * @throws Failure if one is not answered
   */
  double[] ask(int from, int count) throws InterruptedException {
    var took = new double[count];
    for (int i = 0; i < count; i++) {
      long began = System.nanoTime();
      calls.predict(requests.get((from + i) % requests.size()), this::hand);
      var status = ended.take();
      took[i] = (System.nanoTime() - began) / 1e6;
      if (!status.isOk()) {
        throw new Failure("a prediction failed while nothing else was asked: " + status);
      }
    }
    return took;
  }

  private void hand(Status status) {
    try {
      ended.put(status);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
