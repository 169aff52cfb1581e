package dev.graft.deploy.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.deploy.supervise.Installation;
import dev.graft.deploy.supervise.Simulating;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tries a rollout policy against versions that are made up; needs nothing that runs. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Puts a made-up candidate before the judge, many times over, and says how often it was rolled back, promoted, or"
          + " neither, and after how many labels. Nothing needs to be up.",
      "Beside the median stands what a test of the same error and power needs that looks only once."
    })
final class RolloutSimulate implements Runnable {

  @ArgGroup(validate = false, heading = "%nThe versions and their labels:%n")
  private SimulatedVersions versions = new SimulatedVersions();

  @ArgGroup(validate = false, heading = "%nThe policy:%n")
  private SimulatedPolicy policy = new SimulatedPolicy();

  @Option(
      names = "--runs",
      defaultValue = "1000",
      description = "How often. Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "The same seed gives the same answer. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Override
  public void run() {
    var answer = parsed(Simulating.simulate(Installation.ofThisProcess(), asked()));
    if (json) {
      Print.json(answer);
    } else {
      tell(answer);
    }
  }

  private Map<String, String> asked() {
    var asked = new LinkedHashMap<String, String>();
    versions.into(asked);
    policy.into(asked);
    asked.put("runs", String.valueOf(runs));
    asked.put("seed", String.valueOf(seed));
    return asked;
  }

  private void tell(JsonNode answer) {
    System.out.printf(
        "%d runs of %d labelled images, stable version %.3f right, candidate %.3f%n",
        runs, versions.labels(), versions.accuracy(), versions.accuracy() + versions.effect());
    percent("rolled back", answer.get("rolledBack"));
    percent("promoted", answer.get("promoted"));
    percent("undecided", answer.get("undecided"));
    percent("requests that the candidate answered", answer.get("exposure"));
    count("labels until a decision, median", answer.get("medianLabels"));
    count("labels that one look at the end needs", answer.get("fixedSizeLabels"));
  }

  private static void percent(String what, JsonNode share) {
    System.out.printf("  %-38s %6.1f %%%n", what, 100 * share.asDouble());
  }

  private static void count(String what, JsonNode number) {
    System.out.printf("  %-38s %6s%n", what, number.isNull() ? "-" : number.asText());
  }

  private static JsonNode parsed(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + text, e);
    }
  }
}
