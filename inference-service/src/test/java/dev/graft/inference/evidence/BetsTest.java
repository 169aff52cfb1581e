package dev.graft.inference.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BetsTest {

  /** Summed over all that can be seen, exactly, at the edge of the hypothesis and inside it. */
  @Property(tries = 200, seed = "20261127")
  void expectsNoGainIfTheMeanIsZeroOrBelow(
      @ForAll @IntRange(min = 0, max = 25) int observations,
      @ForAll @DoubleRange(min = 0, max = 0.2) double shift,
      @ForAll @DoubleRange(min = 0, max = 0.25) double up,
      @ForAll @DoubleRange(min = 0, max = 0.2) double belowZero) {
    var down = up + shift + belowZero;
    var bets = new Bets(shift);
    var expected = 0.0;
    for (var ups = 0; ups <= observations; ups++) {
      for (var downs = 0; downs <= observations - ups; downs++) {
        var level = observations - ups - downs;
        expected +=
            Math.exp(logChance(ups, downs, level, up, down) + bets.logCapital(ups, downs, level));
      }
    }
    assertTrue(expected <= 1 + 1e-9, () -> "expects a gain");
    if (belowZero == 0) {
      assertEquals(1, expected, 1e-9);
    }
  }

  @Test
  void startsWithOne() {
    assertEquals(0, new Bets(0.02).logCapital(0, 0, 0));
  }

  @Test
  void staysFiniteForCountsThatNobodyReaches() {
    var huge = 1_000_000_000_000L;
    assertTrue(Double.isFinite(new Bets(0.02).logCapital(huge, 2 * huge, 3 * huge)));
    assertTrue(new Bets(0).logCapital(2 * huge, huge, huge) > 1e9);
    assertTrue(new Bets(0).logCapital(huge, 2 * huge, huge) < -1e9);
  }

  private static double logChance(int ups, int downs, int level, double up, double down) {
    return logFactorial(ups + downs + level)
        - logFactorial(ups)
        - logFactorial(downs)
        - logFactorial(level)
        + times(ups, up)
        + times(downs, down)
        + times(level, 1 - up - down);
  }

  private static double times(int count, double chance) {
    return count == 0 ? 0 : count * Math.log(chance);
  }

  private static double logFactorial(int n) {
    var sum = 0.0;
    for (var i = 2; i <= n; i++) {
      sum += Math.log(i);
    }
    return sum;
  }
}
