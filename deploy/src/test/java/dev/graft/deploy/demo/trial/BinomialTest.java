package dev.graft.deploy.demo.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BinomialTest {
  /** As SciPy's {@code binom.sf} has it. */
  @Test
  void isExceededLessThanOnceInTenThousand() {
    assertEquals(18, Binomial.most(20, 0.5));
    assertEquals(23, Binomial.most(100, 0.1));
    assertEquals(51, Binomial.most(300, 0.1));
    assertEquals(24, Binomial.most(1000, 0.01));
    assertEquals(2631, Binomial.most(5000, 0.5));
  }

  @Test
  void leavesNothingToChanceWhereThereIsNone() {
    assertEquals(0, Binomial.most(5000, 0));
    assertEquals(5000, Binomial.most(5000, 1));
    assertEquals(0, Binomial.most(0, 0.5));
    assertEquals(10, Binomial.most(10, 0.5)); // all ten: once in a thousand
  }
}
