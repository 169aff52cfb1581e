package dev.graft.vision.guarded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.guard.GuardRules;
import dev.graft.vision.optim.Schedule;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tune.EpochReport;
import dev.graft.vision.tune.HeadStart;
import dev.graft.vision.tune.Phase;
import dev.graft.vision.tune.Rates;
import dev.graft.vision.tune.Recipe;
import dev.graft.vision.tune.SplitNetwork;
import dev.graft.vision.tune.TuneListener;
import dev.graft.vision.tune.TuneSet;
import dev.graft.vision.tune.Tunes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A fine-tune that is far too fast, under the guard. */
final class GuardedTuneTest {
  private static final TuneSet SET = Tunes.set(4, 6);
  private static final Recipe FAST =
      Tunes.quick()
          .withPhases(
              List.of(new Phase("layer3", 2, Rates.uniform(0.2, 0.2), Schedule.constant())));
  private static HeadStart start;

  @BeforeAll
  static void fit() throws Exception {
    VisionRuntime.configure(1);
    start = Tunes.fitted(SET);
  }

  /** Everything that it comes to, and what one would need to go on after each epoch. */
  private record Ran(
      List<NamedTensor> tail,
      List<EpochReport> reports,
      List<GuardEvent> events,
      List<byte[]> checkpoints) {}

  private static Ran run(byte[] from) throws Exception {
    var watch =
        new GuardWatch(
            SET.classes(),
            new int[] {6, 6, 6},
            GuardRules.DEFAULT,
            0.5,
            true,
            () -> Duration.ofHours(1));
    var checkpoints = new ArrayList<byte[]>();
    try (SplitNetwork split = Tunes.split("layer3", start);
        var tune =
            new GuardedTune(
                split, SET, Tunes.live(split, FAST), FAST, watch, TuneListener.SILENT)) {
      if (from.length == 0) {
        assertTrue(tune.begin().isEmpty());
      } else {
        assertEquals(Duration.ofSeconds(7), tune.resume(from));
      }
      int told = tune.epochs();
      while (tune.step()) {
        if (tune.epochs() > told) {
          told = tune.epochs();
          checkpoints.add(tune.checkpoint(Duration.ofSeconds(7)));
        }
      }
      return new Ran(tune.last().tail(), tune.reports(), watch.events(), checkpoints);
    }
  }

  @Test
  void goesBackAndWouldEndTheSameWhereverItWentOnFrom() throws Exception {
    long alive = VisionRuntime.aliveArrays();
    Ran whole = run(new byte[0]);
    assertFalse(whole.events().isEmpty(), "a rate of 0.2 destroys the network");
    assertEquals("go-back", whole.events().get(0).action());
    assertTrue(whole.checkpoints().size() >= 2);
    int last = whole.checkpoints().size() - 1;
    for (int i : new int[] {0, last / 2, last}) {
      Ran rest = run(whole.checkpoints().get(i));
      assertEquals(whole.reports(), rest.reports());
      assertEquals(whole.events(), rest.events());
      for (int j = 0; j < whole.tail().size(); j++) {
        assertArrayEquals(whole.tail().get(j).values(), rest.tail().get(j).values());
      }
    }
    assertEquals(alive, VisionRuntime.aliveArrays());
  }
}
