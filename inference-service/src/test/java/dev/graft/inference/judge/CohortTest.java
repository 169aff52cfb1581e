package dev.graft.inference.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CohortTest {

  @Property(tries = 500, seed = "20261127")
  void whoeverIsInStaysInAsTheShareGrows(
      @ForAll String key,
      @ForAll @IntRange(min = 1, max = 9_999) int tenThousandths,
      @ForAll @DoubleRange(min = 0, max = 1) double more) {
    var share = tenThousandths / 10_000.0;
    var before = Cohort.version("pets", canary(share), 0, key);
    var after = Cohort.version("pets", canary(share + (1 - share) * more), 0, key);
    assertTrue(before == 1 || after == 2, () -> key + " left the candidate as the share grew");
  }

  @Property(tries = 100, seed = "20261127")
  void aPinAlwaysWins(@ForAll String key) {
    assertEquals(7, Cohort.version("pets", canary(0.5), 7, key));
    assertEquals(1, Cohort.version("pets", canary(0.5), 1, key));
  }

  @Test
  void servesTheShareItSaysDownToAHundredthOfAPercent() {
    assertEquals(0.0001, served(0.0001), 0.00006);
    assertEquals(0.01, served(0.01), 0.001);
    assertEquals(0.5, served(0.5), 0.005);
  }

  /** Written down, so that replicas of different releases agree. */
  @Test
  void aKeyHasTheSamePlaceForEver() {
    assertEquals(
        List.of(0.1714187476581065, 0.6927156888727296, 0.6506136513986381),
        List.of(
            Cohort.place("pets", 2, "ann"),
            Cohort.place("pets", 3, "ann"),
            Cohort.place("pets", 2, "bob")));
  }

  @Test
  void eachCandidateIsTriedByOthers() {
    var both =
        IntStream.range(0, 20_000)
            .filter(each -> Cohort.place("pets", 2, "user-" + each) < 0.1)
            .filter(each -> Cohort.place("pets", 3, "user-" + each) < 0.1)
            .count();
    assertEquals(0.01, both / 20_000.0, 0.003);
  }

  @Test
  void nobodyIsServedByWhatIsInShadowOrWatchedAgainst() {
    var now = Instant.EPOCH;
    var trial = Trial.shadow(version(2), version(1), now, now);
    var shadow = Rollout.EMPTY.with(Known.NOTHING.succeededBy(version(1))).with(trial);
    assertEquals(1, Cohort.version("pets", shadow, 0, "ann"));
    assertEquals(1, Cohort.version("pets", shadow.with(trial.watched(now)), 0, "ann"));
  }

  private static double served(double share) {
    var rollout = canary(share);
    var many = 100_000;
    return IntStream.range(0, many)
            .filter(each -> Cohort.version("pets", rollout, 0, "user-" + each) == 2)
            .count()
        / (double) many;
  }

  private static Rollout canary(double share) {
    var now = Instant.EPOCH;
    return Rollout.EMPTY
        .with(Known.NOTHING.succeededBy(version(1)))
        .with(Trial.shadow(version(2), version(1), now, now).widened(share, now));
  }

  private static Version version(long number) {
    return new Version(number, "digest-" + number, "", "");
  }
}
