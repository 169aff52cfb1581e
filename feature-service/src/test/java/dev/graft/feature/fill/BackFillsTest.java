package dev.graft.feature.fill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.feature.World;
import dev.graft.loop.LoopHealth;
import dev.graft.loop.Runs;
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
      new BackFills(world.backbones, backbone -> new Noted(), Duration.ofSeconds(2), world.clock);

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
    assertEquals(List.of("start", "close"), events);
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
