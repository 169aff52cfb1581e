package dev.graft.trainer;

import dev.graft.embedded.TestBed;
import dev.graft.loop.Register;
import dev.graft.topics.Topics;
import dev.graft.v1.ModelPublished;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Not a test: from a label on graft.labels to the ModelPublished that includes it, one label at a
 * time, with 800 examples of width 1280 already there. Run with {@code -Dgraft.measure=true
 * -Dtest=LatencyReport}.
 */
@EnabledIfSystemProperty(named = "graft.measure", matches = "true")
class LatencyReport {
  private static final int THERE = 800;
  private static final int LABELS = 60;

  @Test
  void labelToVersion() throws Exception {
    var rig = new ServiceRig("latency");
    try (var models = Register.of(Topics.MODELS, TestBed.clients()).start();
        var trainer = rig.start()) {
      rig.createTask();
      for (int i = 0; i < THERE; i++) {
        rig.example(i);
      }
      ModelPublished last = rig.await(models, 1, THERE);
      long[] millis = new long[LABELS];
      for (int i = 0; i < LABELS; i++) {
        rig.picture(THERE + i);
        long began = System.nanoTime();
        rig.label(THERE + i);
        last = rig.await(models, last.getVersion() + 1, THERE + i + 1);
        millis[i] = (System.nanoTime() - began) / 1_000_000;
      }
      System.out.println("label to version, ms, in order: " + Arrays.toString(millis));
      Arrays.sort(millis);
      System.out.println(
          "p50 "
              + millis[LABELS / 2]
              + " p90 "
              + millis[LABELS * 9 / 10]
              + " max "
              + millis[LABELS - 1]);
      System.out.println(trainer.isRunning() + " " + last.getScores().getAccuracy());
    }
  }
}
