package dev.graft.inference.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.inference.evidence.Pairs;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final double ALL = -Math.log(0.05);
  private static final Version STABLE = new Version(1, "d1", "one", "classes");
  private static final Version CANDIDATE = new Version(2, "d2", "two", "classes");

  @Test
  void withoutLabelsNothingIsKnownAndNothingCanBeForeseen() {
    var standing = standing(trial(0.01, Pairs.NONE, Guards.NONE));
    assertEquals(
        new Standing(
            "no evidence yet: no labelled pair",
            0,
            ALL,
            0,
            1.0 / 3 * ALL,
            ALL,
            OptionalLong.empty(),
            OptionalLong.empty(),
            ""),
        standing);
  }

  @Test
  void theLabelsThatAreMissingAreThoseAfterWhichTheTestIsPassed() {
    var pairs = new Pairs(15, 5, 80);
    var standing = standing(trial(0.1, pairs, Guards.NONE));
    long missing = standing.labelsToPromotion().orElseThrow();
    assertTrue(missing > 0);
    assertTrue(standing.labelsToNextStep().orElseThrow() <= missing);
    // Half an image more or less on either side moves that by some labels.
    assertTrue(evidenceAfter(missing + 20) >= standing.promotionNeeded());
    assertTrue(evidenceAfter(missing - 20) < standing.promotionNeeded());
  }

  /** If every further label is as those so far: 15 % better, 5 % worse. */
  private static double evidenceAfter(long labels) {
    double all = 100 + labels;
    var grown =
        new Pairs(
            Math.round(all * 0.15),
            Math.round(all * 0.05),
            Math.round(all) - Math.round(all * 0.15) - Math.round(all * 0.05));
    return Policy.DEFAULT.test().logFor(grown);
  }

  @Test
  void whatIsProvenNeedsNoMore() {
    var standing = standing(trial(0.01, new Pairs(200, 20, 780), Guards.NONE));
    assertEquals(OptionalLong.of(0), standing.labelsToNextStep());
    assertEquals(OptionalLong.of(0), standing.labelsToPromotion());
    assertTrue(standing.finding().startsWith("not worse by more than 0.02"), standing.finding());
  }

  @Test
  void whoIsWorseWouldNotGetThereWithLabelsLikeThese() {
    var standing = standing(trial(0.01, new Pairs(10, 30, 160), Guards.NONE));
    assertEquals(OptionalLong.empty(), standing.labelsToPromotion());
    assertTrue(standing.against() > 0);
  }

  @Test
  void theFirstShareIsFreeAndTheLastStepNeedsAll() {
    assertEquals(0, standing(trial(0, Pairs.NONE, Guards.NONE)).nextStepNeeded());
    assertEquals(ALL, standing(trial(0.5, Pairs.NONE, Guards.NONE)).nextStepNeeded());
  }

  @Test
  void saysWhatNeedsNoLabels() {
    var failing = new Guards(1000, 40, 0, 900, 900, Map.of(), Map.of());
    assertEquals(
        "it alone failed on 40 of 1000 requests",
        standing(trial(0.01, Pairs.NONE, failing)).guards());
    var shifted = new Guards(1000, 0, 0, 700, 900, Map.of(), Map.of());
    assertEquals(
        "its mean confidence differs by -0.200",
        standing(trial(0.01, Pairs.NONE, shifted)).guards());
  }

  private static Standing standing(Trial trial) {
    return Standing.of(Policy.DEFAULT, trial);
  }

  private static Trial trial(double share, Pairs live, Guards guards) {
    var evidence = new Evidence(true, Pairs.NONE, live, guards);
    return Trial.shadow(CANDIDATE, STABLE, NOON, NOON).with(evidence).widened(share, NOON);
  }
}
