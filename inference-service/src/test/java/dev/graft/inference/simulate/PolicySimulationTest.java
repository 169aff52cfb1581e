package dev.graft.inference.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.inference.judge.Policy;
import dev.graft.inference.simulate.Simulation.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The default policy before candidates of known quality. What came of it is committed in
 * policy-simulation.txt, so that a change of the judge is a diff a person can judge; {@code
 * -Dsimulation.record=true} writes it anew.
 */
class PolicySimulationTest {

  private static final Path GOLDEN =
      Path.of("src/test/resources/dev/graft/inference/simulate/policy-simulation.txt");

  private static final int RUNS = 1000;
  private static final int IMAGES = 2000;
  private static final long SEED = 1; // the command's default, so that each line can be had by it
  private static final Duration DAYS = Duration.ofDays(3);
  private static final double CORRECTED = 0.1;

  private static final Map<String, Answer> ANSWERS = new LinkedHashMap<>();

  @BeforeAll
  static void simulate() {
    var same = Scenario.of(0.9, 0, IMAGES, RUNS, SEED);
    var worse = Scenario.of(0.9, -0.05, IMAGES, RUNS, SEED);
    var better = Scenario.of(0.85, 0.02, IMAGES, RUNS, SEED);
    answer("same", same);
    answer("same, late labels", same.late(DAYS, CORRECTED));
    answer("5 points worse", worse);
    answer("5 points worse, late labels", worse.late(DAYS, CORRECTED));
    answer("5 points worse, half agree", worse.agreeing(0.5));
    answer("2 points better", better);
    answer("2 points better, late labels", better.late(DAYS, CORRECTED));
    answer("without labels", Scenario.of(0.9, -0.05, 0, RUNS, SEED));
  }

  private static void answer(String name, Scenario scenario) {
    ANSWERS.put(name, Simulation.of(scenario, Policy.DEFAULT));
  }

  @Test
  void comesToWhatItCameTo() throws IOException {
    var text = new StringBuilder();
    text.append("1000 runs of 2000 images, one a minute; the default policy for new tails.\n");
    text.append("late labels: after 3 days on average, 10 % of them corrected a day later.\n\n");
    text.append(
        "%-30s %11s %9s %9s %7s %10s %9s\n"
            .formatted(
                "candidate",
                "rolled back",
                "promoted",
                "undecided",
                "median",
                "fixed size",
                "exposure"));
    ANSWERS.forEach((name, answer) -> text.append(line(name, answer)));
    if (Boolean.getBoolean("simulation.record")) {
      Files.writeString(GOLDEN, text);
    }
    assertEquals(Files.readString(GOLDEN, StandardCharsets.UTF_8), text.toString());
  }

  @Test
  void takesASameOneBackInAtMostFivePercent() {
    assertTrue(of("same").rolledBack() <= 0.05, () -> of("same").toString());
  }

  @Test
  void takesAWorseOneBackWithFewerLabelsThanATestThatLooksOnce() {
    var worse = of("5 points worse");
    assertTrue(worse.rolledBack() >= 0.95, worse::toString);
    assertTrue(
        worse.medianLabels().getAsLong() < worse.fixedSize().labels().getAsLong(), worse::toString);
  }

  @Test
  void promotesABetterOne() {
    assertTrue(of("2 points better").promoted() >= 0.8, () -> of("2 points better").toString());
  }

  @Test
  void decidesNothingWithoutLabels() {
    assertEquals(1, of("without labels").undecided());
    assertEquals(OptionalLong.empty(), of("without labels").medianLabels());
  }

  @Test
  void decidesTheSameWhenLabelsAreLateAndCorrected() {
    assertEquals(of("same").rolledBack(), of("same, late labels").rolledBack(), 0.02);
    assertEquals(
        of("5 points worse").rolledBack(), of("5 points worse, late labels").rolledBack(), 0.02);
    assertEquals(
        of("2 points better").promoted(), of("2 points better, late labels").promoted(), 0.02);
    assertTrue(of("same, late labels").rolledBack() <= 0.05);
  }

  private static Answer of(String name) {
    return ANSWERS.get(name);
  }

  private static String line(String name, Answer answer) {
    return String.format(
        Locale.ROOT,
        "%-30s %11.3f %9.3f %9.3f %7s %10s %9.4f\n",
        name,
        answer.rolledBack(),
        answer.promoted(),
        answer.undecided(),
        shown(answer.medianLabels()),
        shown(answer.fixedSize().labels()),
        answer.exposure());
  }

  private static String shown(OptionalLong value) {
    return value.isPresent() ? String.valueOf(value.getAsLong()) : "-";
  }
}
