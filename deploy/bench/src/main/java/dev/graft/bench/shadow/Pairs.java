package dev.graft.bench.shadow;

import com.google.protobuf.ByteString;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictionServiceGrpc.PredictionServiceBlockingStub;
import java.util.List;
import java.util.function.Supplier;

/**
 * One client that asks two tasks in turn, each twice with the same picture. The second question of
 * the two counts: what is left to do after an answer is still being done when the next question of
 * the same task comes, and must not be charged to the other task.
 *
 * @param without milliseconds of the first task's second questions
 * @param with of the second task's
 */
record Pairs(double[] without, double[] with) {

  /**
   * Asks so often.
   *
   * @param client a fresh stub for each question
   */
  static Pairs ask(
      Supplier<PredictionServiceBlockingStub> client,
      String plainTask,
      String trialTask,
      List<byte[]> pictures,
      int rounds) {
    var pairs = new Pairs(new double[rounds], new double[rounds]);
    for (int round = 0; round < rounds; round++) {
      var picture = ByteString.copyFrom(pictures.get(round % pictures.size()));
      var plain = request(plainTask, picture);
      var trial = request(trialTask, picture);
      boolean plainFirst = round % 2 == 0;
      if (plainFirst) {
        pairs.without[round] = secondOf(client, plain);
      }
      pairs.with[round] = secondOf(client, trial);
      if (!plainFirst) {
        pairs.without[round] = secondOf(client, plain);
      }
    }
    return pairs;
  }

  private static PredictRequest request(String task, ByteString picture) {
    return PredictRequest.newBuilder().setTaskId(task).setImage(picture).build();
  }

  private static double secondOf(
      Supplier<PredictionServiceBlockingStub> client, PredictRequest request) {
    client.get().predict(request);
    long began = System.nanoTime();
    client.get().predict(request);
    return (System.nanoTime() - began) / 1e6;
  }
}
