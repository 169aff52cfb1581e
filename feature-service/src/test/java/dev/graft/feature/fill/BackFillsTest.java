package dev.graft.feature.fill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.graft.feature.World;
import dev.graft.loop.LoopHealth;
import dev.graft.loop.Runs;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.Space;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackFillsTest {
  private final World world = new World();
  private final List<String> events = new ArrayList<>();
  private final BackFills fills =
      new BackFills(world.backbones, new Noting(), Duration.ofSeconds(2), world.clock);
  private boolean othersAreAtIt;

  @AfterEach
  void close() {
    fills.close();
    world.close();
  }

  @Test
  void beginsABackFillOnceEveryReplicaHadTimeToNoticeTheSpace() {
    world.wanted = Set.of(world.weights(1));
    fills.tend(); // second 1
    fills.tend();
    assertEquals(List.of(), events);
    fills.tend();
    fills.tend();
    assertEquals(List.of("start"), events);
  }

  @Test
  void endsTheBackFillOfASpaceThatNoTaskNames() {
    world.wanted = Set.of(world.weights(1));
    fills.tend();
    fills.tend();
    fills.tend();
    world.wanted = Set.of();
    fills.tend();
    assertEquals(List.of("start", "close", "forget"), events);
  }

  @Test
  void fillsASpaceFromItsBeginningThatWasDroppedAndIsWantedAgain() {
    var weights = world.weights(1);
    world.wanted = Set.of(weights);
    tend(3);
    world.wanted = Set.of();
    world.backbones.usable(); // the live loop saw it dropped, we did not
    world.wanted = Set.of(weights);
    tend(3);
    assertEquals(List.of("start", "close", "forget", "start"), events);
  }

  @Test
  void waitsWithTheNewBackFillUntilTheProgressOfTheOldOneIsForgotten() {
    var weights = world.weights(1);
    world.wanted = Set.of(weights);
    tend(3);
    world.wanted = Set.of();
    othersAreAtIt = true;
    tend(1);
    world.wanted = Set.of(weights);
    tend(10);
    assertEquals(List.of("start", "close"), events);
    othersAreAtIt = false;
    tend(1);
    assertEquals(List.of("start", "close", "forget", "start"), events);
  }

  @Test
  void waitsNoLongerThanASessionForReplicasThatNeverNoticed() {
    var weights = world.weights(1);
    world.wanted = Set.of(weights);
    tend(3);
    world.wanted = Set.of();
    othersAreAtIt = true;
    tend(1);
    world.wanted = Set.of(weights);
    tend(40);
    assertEquals(List.of("start", "close", "start"), events);
  }

  @Test
  void saysThatItIsDeadAfterAnErrorSoThatTheProcessIsStartedAgain() {
    var broken =
        new BackFills(
            world.backbones,
            new Noting() {
              @Override
              public Runs of(Backbone backbone) {
                throw new NoClassDefFoundError("half an installation");
              }
            },
            Duration.ZERO,
            world.clock);
    world.wanted = Set.of(world.weights(1));
    assertThrows(NoClassDefFoundError.class, broken::tendOrSay);
    assertFalse(broken.health().alive());
    broken.close();
  }

  private void tend(int times) {
    for (int i = 0; i < times; i++) {
      fills.tend();
    }
  }

  private class Noting implements BackFills.Fills {
    @Override
    public Runs of(Backbone backbone) {
      return new Noted();
    }

    @Override
    public boolean forget(Space space) {
      if (!othersAreAtIt) {
        events.add("forget");
      }
      return !othersAreAtIt;
    }
  }

  private final class Noted implements Runs {
    @Override
    public Runs start() {
      events.add("start");
      return this;
    }

    @Override
    public void close() {
      events.add("close");
    }

    @Override
    public String name() {
      return "noted";
    }

    @Override
    public LoopHealth health() {
      return new LoopHealth(true, true, "");
    }
  }
}
