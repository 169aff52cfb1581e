package dev.graft.inference.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SequentialTestTest {

  private final SequentialTest test = SequentialTest.DEFAULT;

  @Test
  void saysNothingWithoutPairs() {
    assertEquals(
        new Finding.NoEvidenceYet("no evidence yet: no labelled pair"),
        test.of(Pairs.NONE, Pairs.NONE));
  }

  @Test
  void findsWorseWhatLosesMostOfThePairsThatDiffer() {
    assertEquals(
        new Finding.Worse("worse: 20 better, 45 worse, 300 same, effect -0.068"),
        both(new Pairs(20, 45, 300)));
  }

  @Test
  void findsNotWorseWhatAnswersTheSame() {
    assertInstanceOf(Finding.NoEvidenceYet.class, both(new Pairs(0, 0, 100)));
    assertInstanceOf(Finding.NotWorse.class, both(new Pairs(0, 0, 400)));
  }

  @Test
  void letsTheRollBackWin() {
    var littleButCertain = new Pairs(3_000, 3_600, 1_000_000);
    assertInstanceOf(Finding.Worse.class, both(littleButCertain));
    assertEquals(true, test.logFor(littleButCertain) > test.logNeeded());
  }

  @Test
  void countsWhatTheGateHasSeenAgainstTheCandidateOnly() {
    var seen = new Pairs(60, 20, 200);
    assertInstanceOf(Finding.NoEvidenceYet.class, test.of(seen, Pairs.NONE));
    assertInstanceOf(Finding.Worse.class, test.of(new Pairs(20, 60, 200), Pairs.NONE));
  }

  @Test
  void takesACorrectionBackAsIfItHadNeverBeenOther() {
    var worse = new Pairs(20, 45, 300);
    var corrected = worse.restated(new Pairs(0, 20, 0), new Pairs(0, 0, 20));
    assertEquals(new Pairs(20, 25, 320), corrected);
    assertInstanceOf(Finding.NoEvidenceYet.class, both(corrected));
  }

  @Test
  void refusesErrorsAndMarginsThatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> new SequentialTest(0, 0.02));
    assertThrows(IllegalArgumentException.class, () -> new SequentialTest(0.05, 1));
    assertThrows(IllegalArgumentException.class, () -> new Pairs(-1, 0, 0));
  }

  @Test
  void knowsHowManyLabelsOneLookNeeds() {
    // (1.6449 sqrt(0.22) + 1.6449 sqrt(0.2175))² / 0.05², by hand
    assertEquals(947, FixedSizeTest.labels(0.05, 0, -0.05, 0.22, 0.95), 1);
    assertEquals(1.959964, FixedSizeTest.quantile(0.975), 0.00045);
    assertEquals(-1.281552, FixedSizeTest.quantile(0.1), 0.00045);
  }

  private Finding both(Pairs pairs) {
    return test.of(pairs, pairs);
  }
}
