package dev.graft.inference.simulate;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Runs a simulation in a process of its own. Arguments are {@code NAME=VALUE}; the names are those
 * of {@code graft rollout simulate} without the hyphens, durations as ISO 8601. Prints one JSON
 * object and exits with 0, or a sentence on standard error and exits with 2.
 */
public final class SimulateMain {

  private static final int WRONG_USAGE = 2;

  private SimulateMain() {}

  public static void main(String[] args) throws IOException {
    try {
      var asked = new Asked(args);
      var scenario = asked.scenario();
      var policy = asked.policy();
      asked.nothingElse();
      System.out.println(
          new ObjectMapper().writeValueAsString(told(Simulation.of(scenario, policy))));
    } catch (IllegalArgumentException | DateTimeException e) {
      System.err.println(e.getMessage());
      System.exit(WRONG_USAGE);
    }
  }

  private static Map<String, @Nullable Object> told(Simulation.Answer answer) {
    var told = new LinkedHashMap<String, @Nullable Object>();
    told.put("rolledBack", answer.rolledBack());
    told.put("promoted", answer.promoted());
    told.put("undecided", answer.undecided());
    told.put("medianLabels", orNull(answer.medianLabels()));
    told.put("fixedSizeLabels", orNull(answer.fixedSize().labels()));
    told.put("fixedSizeDecision", answer.fixedSize().decision());
    told.put("fixedSizePower", answer.fixedSize().power());
    told.put("exposure", answer.exposure());
    return told;
  }

  private static @Nullable Long orNull(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
