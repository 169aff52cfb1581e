package dev.graft.feature.space;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.feature.World;
import dev.graft.vision.backbone.Space;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BoundaryTest {
  private static final Space SPACE = new Space("s");

  private final Boundary boundary = new Boundary();

  @Test
  void givesEverythingToTheBackFillWhileNothingIsKnown() {
    assertEquals(true, fills(0));
  }

  @Test
  void givesTheLiveLoopWhatItHasSeenAndAllAfter() {
    boundary.liveTakes(Set.of(SPACE), World.poll(10, World.erased("a"), World.erased("b")));
    assertEquals(true, fills(9));
    assertEquals(false, fills(10));
    assertEquals(false, fills(99));
  }

  @Test
  void endsWhereAllReplicasHaveTakenOver() {
    boundary.allReplicasTake(SPACE, Map.of(0, 50L));
    assertEquals(true, fills(49));
    assertEquals(false, fills(50));
    boundary.liveTakes(Set.of(SPACE), World.poll(20, World.erased("a")));
    assertEquals(true, fills(19));
    assertEquals(false, fills(20));
  }

  @Test
  void beginsAnewForASpaceThatWasNotWantedMeanwhile() {
    boundary.liveTakes(Set.of(SPACE), World.poll(10, World.erased("a")));
    boundary.liveTakes(Set.of(), World.poll(11, World.erased("a")));
    boundary.liveTakes(Set.of(SPACE), World.poll(12, World.erased("a")));
    assertEquals(true, fills(11));
    assertEquals(false, fills(12));
  }

  private boolean fills(long offset) {
    return boundary.belongsToBackFill(SPACE, World.poll(offset, World.erased("x")).get(0));
  }
}
