package dev.graft.trainer.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GateTest {
  private static final GateRules DEFAULT = GateRules.DEFAULT;

  static Stream<Arguments> situations() {
    return Stream.of(
        named(
            "a first version at the level of guessing passes",
            DEFAULT,
            standing(6, 3, 3),
            "first-version"),
        named(
            "a first version below guessing is refused", DEFAULT, standing(6, 2, 3), "below-floor"),
        named(
            "a first version must reach the floor that the task names",
            floor(0.9),
            standing(100, 89, 50),
            "below-floor"),
        named(
            "a first version at that floor passes",
            floor(0.9),
            standing(100, 90, 50),
            "first-version"),
        named(
            "a floor of zero lets anything through that was judged",
            floor(0),
            standing(4, 0, 2),
            "first-version"),
        named(
            "nothing to judge by is a verdict of its own",
            DEFAULT,
            standing(0, 0, 0),
            "too-few-examples"),
        named(
            "nothing to judge by, even without a floor",
            floor(0),
            standing(0, 0, 0),
            "too-few-examples"),
        named("a gain passes", DEFAULT, standing(100, 90, 50), "not-worse", parent(100, 80, 12, 2)),
        named(
            "the same passes", DEFAULT, standing(100, 80, 50), "not-worse", parent(100, 80, 0, 0)),
        named(
            "a loss within the margin passes",
            DEFAULT,
            standing(100, 78, 50),
            "not-worse",
            parent(100, 80, 0, 2)),
        named(
            "one wrong label of ten does not block",
            DEFAULT,
            standing(10, 8, 5),
            "not-worse",
            parent(10, 9, 0, 1)),
        named(
            "two wrong labels of ten do not block",
            DEFAULT,
            standing(10, 7, 5),
            "not-worse",
            parent(10, 9, 0, 2)),
        named(
            "three of ten, all one way, are a large fall",
            DEFAULT,
            standing(10, 6, 5),
            "worse",
            parent(10, 9, 0, 3)),
        named(
            "a small fall that is certain is refused",
            DEFAULT,
            standing(200, 175, 50),
            "worse",
            parent(200, 180, 0, 5)),
        named(
            "a small fall that may be chance passes",
            DEFAULT,
            standing(100, 76, 50),
            "not-worse",
            parent(100, 80, 8, 12)),
        named(
            "a large fall is refused even where the test is undecided",
            DEFAULT,
            standing(60, 40, 30),
            "worse",
            parent(60, 47, 13, 20)),
        named(
            "a wider margin lets a certain fall through",
            margin(0.10),
            standing(200, 190, 50),
            "not-worse",
            parent(200, 198, 0, 8)),
        named(
            "steps down can't add up: the best of the recent versions is the bar",
            DEFAULT,
            standing(200, 180, 100),
            "worse",
            parent(200, 182, 0, 2),
            recent(200, 190, 1, 11)),
        named(
            "a worse recent version is no bar",
            DEFAULT,
            standing(200, 180, 100),
            "not-worse",
            parent(200, 180, 1, 1),
            recent(200, 150, 31, 1)),
        named(
            "a task below guessing may still improve",
            DEFAULT,
            standing(20, 9, 12),
            "not-worse",
            parent(20, 8, 1, 0)),
        named(
            "a changed class list is said so",
            DEFAULT,
            standing(100, 80, 40),
            "class-list-changed",
            changed(80, 70, 1, 2)),
        named(
            "a changed class list is no bypass",
            DEFAULT,
            standing(100, 60, 40),
            "worse",
            changed(80, 70, 0, 15)),
        named(
            "a changed class list must reach the floor",
            floor(0.7),
            standing(100, 60, 40),
            "below-floor",
            changed(80, 70, 1, 2)),
        named(
            "no class in common: the floor decides",
            DEFAULT,
            standing(100, 80, 40),
            "class-list-changed",
            changed(0, 0, 0, 0)),
        named(
            "no class in common, below the floor",
            DEFAULT,
            standing(100, 30, 40),
            "below-floor",
            changed(0, 0, 0, 0)),
        named(
            "no validation example to compare on: the floor decides",
            DEFAULT,
            standing(8, 6, 4),
            "not-worse",
            parent(0, 0, 0, 0)),
        named(
            "no validation example to compare on, below the floor",
            DEFAULT,
            standing(8, 3, 4),
            "below-floor",
            parent(0, 0, 0, 0)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("situations")
  void judges(
      String situation, GateRules rules, Standing standing, List<Rival> rivals, String verdict) {
    assertEquals(verdict, Gate.judge(rules, standing, rivals).name());
  }

  @Test
  void saysWhyInNumbers() {
    var verdict = Gate.judge(DEFAULT, standing(10, 6, 5), List.of(parent(10, 9, 0, 3)));
    assertEquals(
        new Verdict.Worse(
            "accuracy 0.600 against 0.900 of version 7 on 10 examples (0 only the new one, 3 only the old one)"),
        verdict);
    assertFalse(verdict.released());
    assertTrue(Gate.judge(DEFAULT, standing(6, 3, 3), List.of()).released());
  }

  @Test
  void signTestIsExact() {
    assertEquals(1.0, SignTest.p(0, 0));
    assertEquals(0.5, SignTest.p(1, 0), 1e-12);
    assertEquals(0.03125, SignTest.p(5, 0), 1e-12);
    assertEquals(56 / 1024.0, SignTest.p(8, 2), 1e-12);
    assertEquals(0.5, SignTest.p(2000, 1999), 1e-9);
  }

  private static Arguments named(
      String name, GateRules rules, Standing standing, String verdict, Rival... rivals) {
    return Arguments.of(name, rules, standing, List.of(rivals), verdict);
  }

  private static GateRules floor(double floor) {
    return new GateRules(OptionalDouble.of(floor), 0.02);
  }

  private static GateRules margin(double margin) {
    return new GateRules(OptionalDouble.empty(), margin);
  }

  private static Standing standing(int examples, int right, int mostFrequent) {
    return new Standing(examples, right, mostFrequent, "validation");
  }

  private static Rival parent(int examples, int right, int onlyNew, int onlyRival) {
    return new Rival(7, true, true, examples, right, onlyNew, onlyRival);
  }

  private static Rival recent(int examples, int right, int onlyNew, int onlyRival) {
    return new Rival(3, false, true, examples, right, onlyNew, onlyRival);
  }

  private static Rival changed(int examples, int right, int onlyNew, int onlyRival) {
    return new Rival(7, true, false, examples, right, onlyNew, onlyRival);
  }
}
