package dev.graft.inference.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.graft.inference.judge.Plan;
import dev.graft.inference.judge.Policy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AskedTest {

  @Test
  void nothingAskedMeansTheDefaults() {
    assertEquals(Scenario.of(0.9, 0, 2000, 1000, 1), asked().scenario());
    assertEquals(Policy.DEFAULT.change(), asked().policy().change());
  }

  @Test
  void takesWhatIsAsked() {
    var scenario =
        new Scenario(
            0.8,
            -0.05,
            0.5,
            100,
            Duration.ofSeconds(5),
            Duration.ofDays(2),
            0.1,
            Duration.ofHours(3),
            7,
            9);
    var asked =
        asked(
            "accuracy=0.8",
            "effect=-0.05",
            "agreement=0.5",
            "labels=100",
            "every=PT5S",
            "delay=P2D",
            "corrected=0.1",
            "correction=PT3H",
            "runs=7",
            "seed=9",
            "mode=canary",
            "shares=0.0001,1",
            "soak=PT0S",
            "alpha=0.01",
            "margin=0");
    assertEquals(scenario, asked.scenario());
    var policy = asked.policy();
    asked.nothingElse();
    assertEquals(new Plan(Plan.Mode.CANARY, List.of(0.0001, 1.0), Duration.ZERO), policy.change());
    assertEquals(0.01, policy.test().alpha());
    assertEquals(0, policy.test().margin());
  }

  @Test
  void saysWhatCannotBe() {
    assertEquals("unknown: [modus]", refusal(() -> asked("modus=x").nothingElse()));
    assertEquals("not NAME=VALUE: fast", refusal(() -> asked("fast")));
    assertEquals(
        "mode must be direct, shadow or canary, not x", refusal(() -> asked("mode=x").policy()));
    assertEquals(
        "accuracy must be a number, not high", refusal(() -> asked("accuracy=high").scenario()));
    assertEquals(
        "accuracy + effect must be from 0 to 1, not 1.25",
        refusal(() -> asked("accuracy=1", "effect=0.25").scenario()));
    assertEquals(
        "shares must grow, from 0.0001 to at most 1, not [0.5, 0.5]",
        refusal(() -> asked("shares=0.5,0.5").policy()));
  }

  private static String refusal(org.junit.jupiter.api.function.Executable asking) {
    return assertThrows(IllegalArgumentException.class, asking).getMessage();
  }

  private static Asked asked(String... arguments) {
    return new Asked(arguments);
  }
}
