package dev.graft.vision.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
  private static final double BASE = 0.01;

  @Test
  void cosineAndOneCycleAreThoseOfPyTorch() throws Exception {
    assertArrayEquals(Expected.numbers("rates", "cosine"), rates(Schedule.cosine()), 1e-12);
    assertArrayEquals(Expected.numbers("rates", "one-cycle"), rates(Schedule.oneCycle()), 1e-12);
  }

  @Test
  void aPlateauIsLeftWhenPyTorchLeavesIt() throws Exception {
    var plateau = new Schedule.Plateau(0.5, 5, 1e-7);
    double[] metrics = Expected.numbers("metrics");
    double[] rates = new double[metrics.length];
    PlateauWatch watch = PlateauWatch.begin();
    for (int i = 0; i < metrics.length; i++) {
      rates[i] = plateau.rate(BASE, i, metrics.length, watch.reductions());
      watch = watch.saw(metrics[i], plateau);
    }
    assertArrayEquals(Expected.numbers("rates", "plateau"), rates, 1e-12);
  }

  @Test
  void aFloorIsNeverAboveTheBase() {
    assertEquals(1e-8, Schedule.cosine().rate(1e-8, 7, 10, 0));
    assertEquals(1e-8, Schedule.plateau().rate(1e-8, 7, 10, 3));
    assertEquals(1e-7, Schedule.plateau().rate(1e-2, 7, 10, 40));
  }

  private static double[] rates(Schedule schedule) {
    return IntStream.range(0, 20).mapToDouble(step -> schedule.rate(BASE, step, 20, 0)).toArray();
  }
}
