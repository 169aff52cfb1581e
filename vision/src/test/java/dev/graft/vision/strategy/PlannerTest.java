package dev.graft.vision.strategy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The plans of named situations: here what is decided, in {@code plans.txt} with every reason.
 * After a change of the rules {@code -Dplans.record=true} writes that file anew, and its diff is to
 * be judged.
 */
final class PlannerTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/dev/graft/vision/strategy/plans.txt");

  private static final Situation.NetworkShape MOBILE =
      new Situation.NetworkShape(
          List.of("f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12"),
          "f9",
          0.7);
  private static final Situation.Means UNKNOWN =
      new Situation.Means(Duration.ofHours(1), OptionalDouble.empty());

  /** A processor of two cores. */
  private static final Situation.Means CPU =
      new Situation.Means(Duration.ofHours(1), OptionalDouble.of(150));

  private static final Situation.Means GPU =
      new Situation.Means(Duration.ofHours(1), OptionalDouble.of(4000));

  private static final Map<String, Situation> SITUATIONS = new LinkedHashMap<>();
  private static final Map<String, String> EXPECTED = new LinkedHashMap<>();

  private static void when(String name, Situation situation, String expected) {
    SITUATIONS.put(name, situation);
    EXPECTED.put(name, expected);
  }

  static {
    when("200 rare birds", even(10, 20, Domain.NEAR, null, UNKNOWN), "features");
    when(
        "200 rare birds, and the head has stopped improving",
        even(10, 20, Domain.NEAR, head(0.80, 40, 100, 0.80, 200, 0.80), CPU),
        "trial of features, partial");
    when(
        "500 flowers whose head still improves",
        even(5, 100, Domain.NEAR, head(0.89, 100, 250, 0.80, 500, 0.89), CPU),
        "features");
    when(
        "800 cats and dogs, nearly all right",
        even(2, 400, Domain.NEAR, head(0.992, 160, 400, 0.985, 800, 0.992), CPU),
        "features");
    when("500 X-rays", even(2, 250, Domain.FAR, null, UNKNOWN), "earlier-tap");
    when(
        "500 X-rays, and the head has stopped improving",
        even(2, 250, Domain.FAR, head(0.80, 100, 250, 0.80, 500, 0.80), CPU),
        "trial of earlier-tap, partial");
    when("3,000 X-rays", even(2, 1_500, Domain.FAR, null, CPU), "trial of earlier-tap, gradual");
    when(
        "12,000 dogs of 120 breeds on a GPU",
        even(120, 100, Domain.NEAR, head(0.82, 2_400, 6_000, 0.79, 12_000, 0.82), GPU),
        "trial of partial, full");
    when(
        "12,000 dogs of 120 breeds on two cores",
        even(120, 100, Domain.NEAR, head(0.82, 2_400, 6_000, 0.79, 12_000, 0.82), CPU),
        "trial of partial, full");
    when(
        "27,000 satellite pictures",
        even(10, 2_700, Domain.FAR, null, GPU),
        "trial of gradual, full");
    when("200,000 satellite pictures", even(20, 10_000, Domain.FAR, null, GPU), "full");
    when(
        "200,000 satellite pictures on two cores",
        even(20, 10_000, Domain.FAR, null, CPU),
        "features");
    when(
        "a shop's catalogue of 100,000 things in 5,000 classes",
        even(5_000, 20, Domain.NEAR, null, GPU),
        "trial of partial, full");
    when("6,000 pieces of waste", even(6, 1_000, Domain.NEAR, null, UNKNOWN), "partial");
    when(
        "2,000 small pictures of unclear kind",
        even(10, 200, Domain.UNCLEAR, head(0.69, 400, 1_000, 0.66, 2_000, 0.69), CPU),
        "trial of features, earlier-tap, partial, gradual");
    when(
        "a production line with 5,000 good parts and 6 broken ones",
        new Situation(List.of(5_000, 6), Domain.FAR, Optional.empty(), MOBILE, CPU),
        "features");
    when("three pictures", even(3, 1, Domain.NEAR, null, UNKNOWN), "features");
    when("one class", even(1, 500, Domain.NEAR, null, UNKNOWN), "not yet");
    when(
        "a class without a picture",
        new Situation(List.of(10, 0), Domain.NEAR, Optional.empty(), MOBILE, UNKNOWN),
        "not yet");
  }

  @Test
  void plansAsExpected() {
    var planned = new LinkedHashMap<String, String>();
    SITUATIONS.forEach((name, situation) -> planned.put(name, said(Planner.plan(situation))));
    assertEquals(EXPECTED, planned);
  }

  @Test
  void saysWhy() throws IOException {
    String text =
        SITUATIONS.entrySet().stream()
            .map(each -> told(each.getKey(), Planner.plan(each.getValue())))
            .collect(Collectors.joining("\n"));
    if (Boolean.getBoolean("plans.record")) {
      Files.writeString(GOLDEN, text);
    }
    try (var golden = PlannerTest.class.getResourceAsStream("plans.txt")) {
      assertEquals(
          Boolean.getBoolean("plans.record")
              ? text
              : new String(golden.readAllBytes(), StandardCharsets.UTF_8),
          text);
    }
  }

  @Test
  void bothThresholdsOfTheTutorialsStayInTheTrialBetweenThem() {
    assertEquals("features", said(Planner.plan(even(2, 499, Domain.NEAR, null, UNKNOWN))));
    assertEquals(
        "trial of features, partial", said(Planner.plan(even(2, 500, Domain.NEAR, null, UNKNOWN))));
    assertEquals(
        "trial of features, partial",
        said(Planner.plan(even(2, 2_499, Domain.NEAR, null, UNKNOWN))));
    assertEquals("partial", said(Planner.plan(even(2, 2_500, Domain.NEAR, null, UNKNOWN))));
    assertEquals(
        "trial of partial, full", said(Planner.plan(even(2, 5_000, Domain.NEAR, null, UNKNOWN))));
    assertEquals("full", said(Planner.plan(even(2, 25_000, Domain.NEAR, null, UNKNOWN))));
  }

  @Test
  void everyPlanGivesReasons() {
    for (Domain domain : Domain.values()) {
      for (int each : new int[] {1, 5, 50, 500, 5_000, 50_000}) {
        Plan plan = Planner.plan(even(4, each, domain, null, CPU));
        assertTrue(!plan.reasons().isEmpty(), plan.toString());
      }
    }
  }

  private static Situation even(
      int classes, int each, Domain domain, HeadRecord head, Situation.Means means) {
    return new Situation(
        Collections.nCopies(classes, each), domain, Optional.ofNullable(head), MOBILE, means);
  }

  private static HeadRecord head(
      double accuracy, int judgedOn, int fewer, double then, int more, double now) {
    return new HeadRecord(
        accuracy,
        judgedOn,
        List.of(new HeadRecord.Point(fewer, then), new HeadRecord.Point(more, now)));
  }

  private static String said(Plan plan) {
    if (plan instanceof Plan.Settled settled) {
      return settled.strategy().name();
    }
    return plan instanceof Plan.Trial trial
        ? "trial of "
            + trial.candidates().stream().map(Strategy::name).collect(Collectors.joining(", "))
        : "not yet";
  }

  private static String told(String name, Plan plan) {
    var text = new StringBuilder(name).append("\n  ").append(said(plan)).append('\n');
    plan.reasons().forEach(reason -> text.append("  - ").append(reason).append('\n'));
    var strategies =
        plan instanceof Plan.Settled settled
            ? List.of(settled.strategy())
            : plan instanceof Plan.Trial trial ? trial.candidates() : List.<Strategy>of();
    strategies.forEach(strategy -> text.append("  * ").append(strategy).append('\n'));
    return text.toString();
  }
}
