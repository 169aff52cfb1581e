package dev.graft.bench.trials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The real benchmark: each victim killed once, in one phase. Minutes, for three processes die. */
@Tag("slow")
final class TrialsSmokeTest {
  @Test
  void afterEachKillStateAndEvidenceAreThoseOfTheLogs() {
    var options = new TrialsRun.Options(1, 7, List.of(Phase.CANARY_1), List.of(Victim.values()));
    var result = new TrialsRun(options).run("trials-smoke");
    assertEquals(List.of(), result.allWrong());
    assertEquals(Victim.values().length, result.felled().size());
    for (var felled : result.felled()) {
      assertTrue(felled.pairs() > 5 && felled.requests() > 30, "there was traffic: " + felled);
      assertTrue(felled.orders().size() >= 4, "there were orders: " + felled);
    }
  }
}
