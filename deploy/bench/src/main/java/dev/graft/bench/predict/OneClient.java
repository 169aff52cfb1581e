package dev.graft.bench.predict;

import dev.graft.deploy.Failure;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A client that waits for each answer before it asks again. It hears answers and asks on the
 * connection's thread: waking another one of its own would be counted as the server's.
 */
final class OneClient {
  private final Calls calls;
  private final List<byte[]> requests;

  OneClient(Calls calls, List<byte[]> requests) {
    this.calls = calls;
    this.requests = requests;
  }

  /**
   * Milliseconds of each of so many calls.
   *
   * @throws Failure if one is not answered
   */
  double[] ask(int from, int count) {
    var took = new double[count];
    var all = new CompletableFuture<double[]>();
    ask(from, took, 0, all);
    try {
      return all.join();
    } catch (CompletionException failed) {
      throw new Failure("a prediction failed while nothing else was asked", failed);
    }
  }

  private void ask(int from, double[] took, int at, CompletableFuture<double[]> all) {
    if (at == took.length) {
      all.complete(took);
      return;
    }
    long began = System.nanoTime();
    calls.predict(
        requests.get((from + at) % requests.size()),
        status -> {
          took[at] = (System.nanoTime() - began) / 1e6;
          answered(status, from, took, at, all);
        });
  }

  private void answered(
      Status status, int from, double[] took, int at, CompletableFuture<double[]> all) {
    if (status.isOk()) {
      ask(from, took, at + 1, all);
    } else {
      all.completeExceptionally(status.asException());
    }
  }
}
