package dev.graft.bench.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.deploy.home.Part;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The real benchmark for a minute, enough for a first version: every process is looked at, and says
 * what it holds.
 */
@Tag("slow")
final class SoakSmokeTest {
  @Test
  void seesEveryProcessAndItsNativeArrays() {
    var options =
        new SoakRun.Options(
            Duration.ofSeconds(60), Duration.ZERO, Duration.ofSeconds(20), 20, 10, 60);
    var seen = new SoakRun(options).run("soak-smoke");
    assertEquals(4 * Part.values().length, seen.samples().size());
    for (var sample : seen.samples()) {
      assertTrue(sample.residentKibibytes() > 50_000, sample.toString());
      assertTrue(sample.descriptors() > 10, sample.toString());
    }
    var holding =
        seen.samples().stream()
            .filter(each -> each.nativeArrays() > 0)
            .map(Sample::process)
            .distinct()
            .sorted()
            .toList();
    assertTrue(
        holding.contains("feature") && holding.contains("inference"),
        "networks are held by feature and inference, seen: " + holding);
    assertTrue(seen.answers() > 0, "a version was fitted and answered");
  }
}
