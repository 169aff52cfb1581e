package dev.graft.inference.simulate;

import dev.graft.inference.evidence.SequentialTest;
import dev.graft.inference.judge.Plan;
import dev.graft.inference.judge.Policy;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** What was asked for, as {@code NAME=VALUE}; each name is taken once. */
final class Asked {
  private final Map<String, String> values = new LinkedHashMap<>();

  Asked(String[] args) {
    for (var arg : args) {
      var at = arg.indexOf('=');
      if (at < 1) {
        throw new IllegalArgumentException("not NAME=VALUE: " + arg);
      }
      values.put(arg.substring(0, at), arg.substring(at + 1));
    }
  }

  Scenario scenario() {
    return new Scenario(
        number("accuracy", "0.9"),
        number("effect", "0"),
        agreement(take("agreement", "independent")),
        (int) number("labels", "2000"),
        Duration.parse(take("every", "PT1M")),
        Duration.parse(take("delay", "PT0S")),
        number("corrected", "0"),
        Duration.parse(take("correction", "P1D")),
        (int) number("runs", "1000"),
        Long.parseLong(take("seed", "1")));
  }

  Policy policy() {
    var usual = Policy.DEFAULT;
    var mode = mode(take("mode", "canary"));
    var shares =
        Arrays.stream(take("shares", "0.01,0.1,0.5").split(","))
            .map(share -> number("shares", share, share))
            .toList();
    var soak = Duration.parse(take("soak", "PT10M"));
    return new Policy(
        usual.refresh(),
        new Plan(mode, shares, soak),
        usual.overlap(),
        new SequentialTest(number("alpha", "0.05"), number("margin", "0.02")),
        usual.limits(),
        Duration.parse(take("watch", usual.watch().toString())),
        usual.patience(),
        usual.restless(),
        usual.logShadowWait());
  }

  private static Plan.Mode mode(String name) {
    return switch (name) {
      case "direct" -> Plan.Mode.DIRECT;
      case "shadow" -> Plan.Mode.SHADOW;
      case "canary" -> Plan.Mode.CANARY;
      default ->
          throw new IllegalArgumentException("mode must be direct, shadow or canary, not " + name);
    };
  }

  void nothingElse() {
    if (!values.isEmpty()) {
      throw new IllegalArgumentException("unknown: " + new TreeSet<>(values.keySet()));
    }
  }

  private static double agreement(String value) {
    return value.equals("independent") ? 0 : number("agreement", value, value);
  }

  private double number(String name, String otherwise) {
    var value = take(name, otherwise);
    return number(name, value, value);
  }

  private static double number(String name, String value, String shown) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must be a number, not " + shown, e);
    }
  }

  private String take(String name, String otherwise) {
    var value = values.remove(name);
    return value == null ? otherwise : value;
  }
}
