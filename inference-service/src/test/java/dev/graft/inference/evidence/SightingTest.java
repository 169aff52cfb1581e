package dev.graft.inference.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.graft.inference.evidence.Sighting.Answers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When an image bears witness, and what it says. The candidate says cat, the other version dog. */
class SightingTest {

  private static final Instant BEGAN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Terms TERMS = new Terms(BEGAN, 10);
  private static final Pairs BETTER = new Pairs(1, 0, 0);
  private static final Pairs WORSE = new Pairs(0, 1, 0);

  @Test
  void aLabelThatFollowsTheAnswersMakesAPair() {
    assertEquals(BETTER, seen(1).labelled(11, at(2), "cat").pairs(TERMS));
    assertEquals(WORSE, seen(1).labelled(11, at(2), "dog").pairs(TERMS));
    assertEquals(new Pairs(0, 0, 1), seen(1).labelled(11, at(2), "bird").pairs(TERMS));
  }

  @Test
  void itDoesNotMatterWhichOfThemArrivesFirst() {
    var label = Sighting.NOTHING.labelled(11, at(2), "cat");
    assertEquals(BETTER, label.answered(answers(1, "a", "cat", "dog"), TERMS).pairs(TERMS));
  }

  @Test
  void aLabelThatWasThereBeforeTheAnswersMakesNone() {
    assertEquals(Pairs.NONE, seen(3).labelled(11, at(2), "cat").pairs(TERMS));
    assertEquals(Pairs.NONE, seen(2).labelled(11, at(2), "cat").pairs(TERMS));
  }

  @Test
  void anImageOfADatasetMakesNone() {
    assertEquals(Pairs.NONE, seen(1).labelled(10, at(2), "cat").pairs(TERMS));
  }

  @Test
  void aLabelThatComesTooLateMakesNone() {
    var last = at(1).plus(Duration.ofDays(14));
    assertEquals(BETTER, seen(1).labelled(11, last, "cat").pairs(TERMS));
    assertEquals(Pairs.NONE, seen(1).labelled(11, last.plusNanos(1), "cat").pairs(TERMS));
  }

  @Test
  void answersFromBeforeTheTrialAreNotTakenIn() {
    assertSame(Sighting.NOTHING, Sighting.NOTHING.answered(answers(-1, "a", "cat", "dog"), TERMS));
  }

  @Test
  void theFirstAnswersCountWheneverTheyArrive() {
    var late = seen(3).answered(answers(1, "b", "dog", "cat"), TERMS);
    assertEquals(WORSE, late.labelled(11, at(5), "cat").pairs(TERMS));
    assertEquals(late, late.answered(answers(3, "c", "cat", "dog"), TERMS));
  }

  @Test
  void ofAnswersAtTheSameTimeTheLeastIdCounts() {
    var one = answers(1, "a", "cat", "dog");
    var other = answers(1, "b", "dog", "cat");
    var ordered = Sighting.NOTHING.answered(one, TERMS).answered(other, TERMS);
    assertEquals(ordered, Sighting.NOTHING.answered(other, TERMS).answered(one, TERMS));
  }

  @Test
  void aCorrectionRestatesThePair() {
    var once = seen(1).labelled(11, at(2), "cat");
    assertEquals(WORSE, once.relabelled("dog").pairs(TERMS));
    assertEquals(BETTER, once.relabelled("dog").relabelled("cat").pairs(TERMS));
  }

  @Test
  void aWithdrawnLabelSaysNothingUntilItIsGivenAgain() {
    var withdrawn = seen(1).labelled(11, at(2), "cat").withdrawn();
    assertEquals(Pairs.NONE, withdrawn.pairs(TERMS));
    assertEquals(WORSE, withdrawn.labelled(15, at(9), "dog").pairs(TERMS));
  }

  @Test
  void whatIsFirstHeardOfAsACorrectionOrRetractionWasLabelledBefore() {
    assertEquals(Pairs.NONE, seen(1).relabelled("cat").pairs(TERMS));
    assertEquals(Pairs.NONE, seen(1).withdrawn().labelled(11, at(2), "cat").pairs(TERMS));
  }

  private static Sighting seen(int minute) {
    return Sighting.NOTHING.answered(answers(minute, "a", "cat", "dog"), TERMS);
  }

  private static Answers answers(int minute, String id, String candidate, String other) {
    return new Answers(at(minute), id, candidate, other);
  }

  private static Instant at(int minute) {
    return BEGAN.plus(Duration.ofMinutes(minute));
  }
}
