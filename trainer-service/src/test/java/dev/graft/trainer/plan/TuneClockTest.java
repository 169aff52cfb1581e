package dev.graft.trainer.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.graft.trainer.plan.TuneDecision.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TuneClockTest {
  private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");
  private static final Instant YESTERDAY = NOW.minus(Duration.ofDays(1));
  private static final TuneRules RULES = TuneRules.DEFAULT;

  /** Fine-tuned yesterday on 1,000 examples, and nothing has happened since. */
  private static final TuneInputs QUIET =
      new TuneInputs(
          1_000,
          1_000,
          true,
          Optional.of(false),
          OptionalDouble.of(0.05),
          Optional.of(YESTERDAY),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  @Test
  void restsWhileNothingIsNewAndSaysAllItLookedAt() {
    assertEquals(
        new TuneDecision.NotNow(
            List.of(
                "0 new train examples, 0 % of the 1000 at the last one; wanted are 50 %",
                "the head still improves", "drift 0.05 of 0.10", "there is no schedule"),
            QUIET),
        TuneClock.decide(RULES, QUIET, NOW));
  }

  @Test
  void enoughNewLabels() {
    assertEquals(
        new TuneDecision.Tune(
            Trigger.NEW_LABELS, "1500 train examples, 1000 at the last one", examples(1_500)),
        TuneClock.decide(RULES, examples(1_500), NOW));
    assertInstanceOf(TuneDecision.NotNow.class, TuneClock.decide(RULES, examples(1_499), NOW));
  }

  @Test
  void theFirstTimeAsSoonAsThereAreEnoughExamples() {
    assertEquals(Trigger.NEW_LABELS, trigger(RULES, never(200)));
    assertEquals(
        new TuneDecision.NotNow(List.of("199 of 200 train examples"), never(199)),
        TuneClock.decide(RULES, never(199), NOW));
  }

  @Test
  void aHeadThatStoppedImprovingNeedsOnlyHalfOfTheNews() {
    assertEquals(Trigger.HEAD_STOPPED, trigger(RULES, stopped(1_250)));
    assertInstanceOf(TuneDecision.NotNow.class, TuneClock.decide(RULES, stopped(1_249), NOW));
  }

  @Test
  void driftNeedsNoNewLabel() {
    var drifted =
        new TuneInputs(
            1_000,
            1_000,
            true,
            Optional.empty(),
            OptionalDouble.of(0.6),
            Optional.of(YESTERDAY),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertEquals(Trigger.DRIFT, trigger(RULES, drifted));
  }

  @Test
  void aScheduleNeedsAtLeastOneNewExample() {
    var daily = new TuneRules(200, 0.5, 0.5, Optional.of(Duration.ofDays(1)), Duration.ofHours(1));
    assertEquals(Trigger.SCHEDULE, trigger(daily, examples(1_001)));
    assertInstanceOf(TuneDecision.NotNow.class, TuneClock.decide(daily, QUIET, NOW));
    assertInstanceOf(
        TuneDecision.NotNow.class,
        TuneClock.decide(daily, examples(1_001), NOW.minus(Duration.ofHours(1))));
  }

  @Test
  void aCommandGoesBeforeRestBackOffAndNumbers() {
    var commanded =
        new TuneInputs(
            5,
            5,
            true,
            Optional.empty(),
            OptionalDouble.empty(),
            Optional.of(NOW),
            Optional.empty(),
            Optional.of(NOW.plusSeconds(60)),
            Optional.of("anna: try it"));
    assertEquals(
        new TuneDecision.Tune(Trigger.COMMAND, "anna: try it", commanded),
        TuneClock.decide(RULES, commanded, NOW));
  }

  @Test
  void neverTwoAtOnceAndNeverBeforeTheHeadNotEvenOnCommand() {
    var busy =
        new TuneInputs(
            5_000,
            0,
            false,
            Optional.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.of("pets"),
            Optional.empty(),
            Optional.of("anna: now"));
    assertEquals(
        new TuneDecision.NotNow(
            List.of(
                "a fine-tune is under way: pets",
                "the head is not settled: it is fitted first, and the tail starts from it"),
            busy),
        TuneClock.decide(RULES, busy, NOW));
  }

  @Test
  void restsAfterOneAndBacksOffAfterOneThatBroke() {
    var broke =
        new TuneInputs(
            2_000,
            1_000,
            true,
            Optional.empty(),
            OptionalDouble.empty(),
            Optional.of(NOW.minusSeconds(60)),
            Optional.empty(),
            Optional.of(NOW.plusSeconds(5)),
            Optional.empty());
    assertEquals(
        new TuneDecision.NotNow(
            List.of(
                "the last one broke; not before 2026-01-02T12:00:05Z",
                "the last one is not long ago; not before 2026-01-02T12:59:00Z"),
            broke),
        TuneClock.decide(RULES, broke, NOW));
  }

  private static Trigger trigger(TuneRules rules, TuneInputs inputs) {
    return ((TuneDecision.Tune) TuneClock.decide(rules, inputs, NOW)).trigger();
  }

  private static TuneInputs examples(int examples) {
    return inputs(examples, 1_000, Optional.of(false), Optional.of(YESTERDAY));
  }

  private static TuneInputs stopped(int examples) {
    return inputs(examples, 1_000, Optional.of(true), Optional.of(YESTERDAY));
  }

  private static TuneInputs never(int examples) {
    return inputs(examples, 0, Optional.of(true), Optional.empty());
  }

  private static TuneInputs inputs(
      int examples, int then, Optional<Boolean> stopped, Optional<Instant> last) {
    return new TuneInputs(
        examples,
        then,
        true,
        stopped,
        OptionalDouble.empty(),
        last,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
