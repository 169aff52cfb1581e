package dev.graft.inference.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.embedded.TestBed;
import dev.graft.loop.Publisher;
import dev.graft.v1.Predicted;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecorderTest {

  private static final int ANSWERS = 300;
  private static final int MORE_THAN_FIT = 20_000;
  private static final int ROUNDS = 20;

  @Test
  void whatIsTakenIsWrittenBeforeItCloses() {
    var metrics = new SimpleMeterRegistry();
    try (var publisher = Publisher.open(TestBed.clients(), "recorder-test", metrics)) {
      var recorder = new Recorder(publisher, metrics);
      for (int i = 0; i < ANSWERS; i++) {
        var id = String.valueOf(i);
        recorder.record(
            () -> Predicted.newBuilder().setTaskId("recorded").setPredictionId(id).build());
      }
      recorder.close();
      assertEquals(ANSWERS, count(metrics, "recorded"));

      recorder.record(Predicted::getDefaultInstance);
      assertEquals(1, count(metrics, "dropped"));
    }
  }

  @Test
  void everyAnswerIsWrittenOrCountedAsDropped() {
    var metrics = new SimpleMeterRegistry();
    try (var publisher = Publisher.open(TestBed.clients(), "recorder-test", metrics)) {
      var recorder = new Recorder(publisher, metrics);
      int refused = 0;
      for (int i = 0; i < MORE_THAN_FIT; i++) {
        refused += recorder.record(() -> line("crowded")) ? 0 : 1;
      }
      recorder.close();

      assertEquals(refused, count(metrics, "dropped"));
      assertEquals(MORE_THAN_FIT - refused, count(metrics, "recorded"));
    }
  }

  @Test
  void answersInTheMidstOfItsCloseAreWrittenOrCountedToo() throws Exception {
    var metrics = new SimpleMeterRegistry();
    try (var publisher = Publisher.open(TestBed.clients(), "recorder-test", metrics)) {
      for (int round = 0; round < ROUNDS; round++) {
        var recorder = new Recorder(publisher, metrics);
        var threads =
            Stream.generate(() -> new Thread(() -> recordSome(recorder))).limit(4).toList();
        threads.forEach(Thread::start);
        recorder.close();
        for (var thread : threads) {
          thread.join();
        }
      }
      assertEquals(ROUNDS * 4 * ANSWERS, count(metrics, "recorded") + count(metrics, "dropped"));
    }
  }

  private static void recordSome(Recorder recorder) {
    for (int i = 0; i < ANSWERS; i++) {
      recorder.record(() -> line("closing"));
    }
  }

  private static Predicted line(String task) {
    return Predicted.newBuilder().setTaskId(task).build();
  }

  private static double count(SimpleMeterRegistry metrics, String outcome) {
    return metrics.counter("graft.inference.predictions", "outcome", outcome).count();
  }
}
