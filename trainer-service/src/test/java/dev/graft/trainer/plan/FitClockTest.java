package dev.graft.trainer.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.trainer.plan.Decision.Fit;
import dev.graft.trainer.plan.Decision.NotYet;
import dev.graft.trainer.plan.Decision.Rest;
import dev.graft.trainer.plan.Decision.Wait;
import dev.graft.trainer.plan.Readiness.ClassExamples;
import dev.graft.trainer.plan.Readiness.NotReady;
import dev.graft.trainer.plan.Readiness.Ready;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FitClockTest {
  private static final FitClock QUIET = FitClock.QUIET;

  static Stream<Arguments> situations() {
    FitClock streaming = QUIET.changed(at(0)).changed(at(90)).changed(at(180)).changed(at(950));
    FitClock brokenOnce = QUIET.changed(at(0)).started().failed(at(200), false);
    FitClock storeDown = QUIET.changed(at(0)).started().failed(at(200), true);
    FitClock storeDownTwice = storeDown.started().failed(at(1000), true);
    return Stream.of(
        named("nothing happened", QUIET, 0, new Rest()),
        named("a change waits for the next", QUIET.changed(at(0)), 99, new Wait(at(100))),
        named(
            "a change alone is fitted after the debounce",
            QUIET.changed(at(0)),
            100,
            new Fit("one change")),
        named(
            "another change starts the debounce again",
            QUIET.changed(at(0)).changed(at(80)),
            120,
            new Wait(at(180))),
        named(
            "two changes make one fit",
            QUIET.changed(at(0)).changed(at(80)),
            180,
            new Fit("2 changes")),
        named("a stream of changes does not wait for ever", streaming, 1000, new Fit("4 changes")),
        named(
            "a command does not wait",
            QUIET.changed(at(0)).commanded("commanded by ann"),
            1,
            new Fit("commanded by ann")),
        named(
            "a command needs no change",
            QUIET.commanded("commanded by ann"),
            0,
            new Fit("commanded by ann")),
        named(
            "never two fits at once",
            QUIET.started().changed(at(0)).commanded("now"),
            5000,
            new Rest()),
        named(
            "what changed during a fit is fitted after it",
            QUIET.started().changed(at(0)).ended(),
            100,
            new Fit("one change")),
        named(
            "nothing changed during a fit",
            QUIET.changed(at(0)).started().ended(),
            5000,
            new Rest()),
        named("a broken fit is not repeated", brokenOnce, 5000, new Rest()),
        named(
            "a change after a broken fit tries again",
            brokenOnce.changed(at(300)),
            700,
            new Fit("one change")),
        named("but not before the back-off", brokenOnce.changed(at(300)), 699, new Wait(at(700))),
        named(
            "a command waits for the back-off too",
            brokenOnce.commanded("now"),
            300,
            new Wait(at(700))),
        named("a broken world is tried again by itself", storeDown, 700, new Fit("one change")),
        named("after a longer and longer while", storeDownTwice, 1999, new Wait(at(2000))),
        named(
            "an end forgives",
            storeDown.started().ended().changed(at(900)),
            1000,
            new Fit("one change")),
        named("put off until the next change", QUIET.changed(at(0)).putOff(), 5000, new Rest()),
        named(
            "the next change looks again",
            QUIET.changed(at(0)).putOff().changed(at(200)),
            300,
            new Fit("one change")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("situations")
  void decides(String situation, FitClock clock, Instant now, Decision decision) {
    assertEquals(decision, clock.decide(Pace.DEFAULT, new Ready(), now));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("situations")
  void saysWhyNotInsteadOfFitting(
      String situation, FitClock clock, Instant now, Decision decision) {
    assertEquals(
        decision instanceof Fit ? new NotYet("no") : decision,
        clock.decide(Pace.DEFAULT, new NotReady("no"), now));
  }

  static Stream<Arguments> tallies() {
    return Stream.of(
        tally(
            "two classes of three pictures, one in validation",
            1,
            new Ready(),
            of("a", 2, 1),
            of("b", 3, 0)),
        tally(
            "two classes of three pictures, none in validation",
            1,
            new Ready(),
            of("a", 3, 0),
            of("b", 3, 0)),
        tally("one example of each, one to judge by", 1, new Ready(), of("a", 1, 1), of("b", 1, 0)),
        tally(
            "one example of each, none to judge by",
            1,
            new NotReady("no example to judge by: none in validation, and a class with only one"),
            of("a", 1, 0),
            of("b", 2, 0)),
        tally(
            "a class without train examples",
            1,
            new NotReady("class \"b\": 0 of 1 train examples with a vector"),
            of("a", 9, 1),
            of("b", 0, 4)),
        tally(
            "classes below what the task asks for",
            5,
            new NotReady("class \"a\" and 1 more: 4 of 5 train examples with a vector"),
            of("a", 4, 1),
            of("b", 3, 4),
            of("c", 5, 0)),
        tally(
            "one class is no task",
            1,
            new NotReady("a task needs at least two classes"),
            of("a", 4, 1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tallies")
  void isReady(String situation, List<ClassExamples> classes, int least, Readiness readiness) {
    assertEquals(readiness, Readiness.of(classes, least));
  }

  private static Arguments named(String name, FitClock clock, long now, Decision decision) {
    return Arguments.of(name, clock, at(now), decision);
  }

  private static Arguments tally(
      String name, int least, Readiness readiness, ClassExamples... classes) {
    return Arguments.of(name, List.of(classes), least, readiness);
  }

  private static ClassExamples of(String name, int train, int validation) {
    return new ClassExamples(name, train, validation);
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}
