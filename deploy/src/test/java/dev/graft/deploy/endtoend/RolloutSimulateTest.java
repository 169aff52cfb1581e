package dev.graft.deploy.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Nothing is up here: the command needs the built inference-service and no more. */
class RolloutSimulateTest {

  @Test
  void saysWhatTheJudgeDoesWithACandidateThatIsMuchWorse() throws Exception {
    var answer = answer("--effect", "-0.2", "--labels", "600", "--runs", "50", "--json");
    assertEquals(1, answer.get("rolledBack").asDouble());
    assertEquals(0, answer.get("promoted").asDouble());
    assertEquals(0, answer.get("undecided").asDouble());
    assertTrue(answer.get("medianLabels").asInt() < 200, answer::toString);
    assertTrue(answer.get("fixedSizeLabels").asInt() > 0, answer::toString);
    assertEquals(answer, answer("--effect", "-0.2", "--labels", "600", "--runs", "50", "--json"));
  }

  @Test
  void decidesNothingWithoutLabels() throws Exception {
    var answer = answer("--labels", "0", "--runs", "5", "--delay", "3d", "--json");
    assertEquals(1, answer.get("undecided").asDouble());
    assertTrue(answer.get("medianLabels").isNull(), answer::toString);
  }

  @Test
  void saysWhatCannotBeTried() throws Exception {
    var shares = Cli.here("rollout", "simulate", "--shares", "0.5,0.1");
    assertEquals(1, shares.exitCode(), shares.out());
    assertTrue(shares.out().contains("shares must grow, from 0.0001 to at most 1"), shares.out());
    var delay = Cli.here("rollout", "simulate", "--delay", "3x");
    assertEquals(2, delay.exitCode(), delay.out());
    assertTrue(delay.out().contains("3x is no duration: 90s, 15m, 2h and 3d are"), delay.out());
  }

  private static JsonNode answer(String... options) throws IOException {
    var arguments = new String[options.length + 2];
    arguments[0] = "rollout";
    arguments[1] = "simulate";
    System.arraycopy(options, 0, arguments, 2, options.length);
    var said = Cli.here(arguments);
    assertEquals(0, said.exitCode(), said.out());
    return new ObjectMapper().readTree(said.out());
  }
}
