package dev.graft.feature.fill;

import static dev.graft.feature.World.embedded;
import static dev.graft.feature.World.picture;
import static dev.graft.feature.World.poll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.graft.feature.World;
import dev.graft.v1.Embedded;
import dev.graft.vision.backbone.Backbone;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FillSpaceTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void embedsInANewSpaceWhatCameBeforeTheLiveLoopTookItOver() throws Exception {
    var old = world.weights(1);
    var young = world.weights(2);
    var a = world.stored("a", picture(1));
    var b = world.stored("b", picture(2));
    world.wanted = Set.of(old);
    world.live.on(poll(0, a));
    world.wanted = Set.of(old, young);
    world.live.on(poll(1, b));
    var fill = new FillSpace(young, world.backbones, world.embedding, world.boundary, world.turns);
    var out = embedded(fill.on(poll(0, a, b)));
    assertEquals(List.of("a"), out.stream().map(Embedded::getImageId).toList());
    assertEquals(
        List.of(Backbone.spaceOf(young).id()), out.stream().map(Embedded::getSpace).toList());
  }

  @Test
  void leavesThePollAloneWhenItsSpaceIsNotWantedAnyMore() {
    var spec = world.weights(1);
    var fill = new FillSpace(spec, world.backbones, world.embedding, world.boundary, world.turns);
    assertThrows(IllegalStateException.class, () -> fill.on(poll(0, World.erased("a"))));
  }
}
