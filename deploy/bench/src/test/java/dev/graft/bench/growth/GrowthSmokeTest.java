package dev.graft.bench.growth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The real benchmark with few examples, on the backbone that needs no weights. */
@Tag("slow")
final class GrowthSmokeTest {
  @Test
  void measuresEachLevel() {
    var options = new GrowthRun.Options(List.of(100, 200), "mini", null, 3, 2);
    var levels = new GrowthRun(options).run("growth-smoke");
    assertEquals(List.of(100, 200), levels.stream().map(Level::examples).toList());
    for (var level : levels) {
      assertEquals(2, level.labelToServing().size());
      assertTrue(level.heapBytes() > 0 && level.storeBytes() > 0, level.toString());
    }
  }
}
