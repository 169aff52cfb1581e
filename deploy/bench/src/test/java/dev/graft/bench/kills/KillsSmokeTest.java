package dev.graft.bench.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.deploy.home.Part;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The real benchmark: each part killed once, all that is left proved. */
@Tag("slow")
final class KillsSmokeTest {
  @Test
  void afterEachPartWasKilledTheExamplesAreThoseOfTheLogsAndEveryVersionIsRebuilt() {
    var options =
        new KillRun.Options(
            Part.values().length,
            7,
            Duration.ofSeconds(1),
            Duration.ZERO,
            Duration.ofSeconds(1),
            8,
            8);
    var result = new KillRun(options).run("kills-smoke");
    assertEquals(List.of(), result.findings().wrong());
    assertEquals(Part.values().length, result.felled().size());
    assertTrue(result.findings().versions() > 1, "versions were published under fire");
    assertTrue(result.findings().images() > 50, "there was a load");
  }
}
