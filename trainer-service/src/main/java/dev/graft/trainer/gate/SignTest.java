package dev.graft.trainer.gate;

/**
 * The exact one-sided sign test on pairs: how likely it is that at least so many of the pairs that
 * differ fall against the new head, if neither were better (McNemar's exact test, one-sided).
 */
final class SignTest {
  private SignTest() {}

  /** P(X >= against) for X ~ Binomial(against + inFavour, 1/2). */
  static double p(int against, int inFavour) {
    int n = against + inFavour;
    double logHalf = n * Math.log(0.5);
    double logChoose = 0; // ln C(n, n) = 0, then downwards from k = n
    double sum = 0;
    for (int k = n; k >= against; k--) {
      sum += Math.exp(logChoose + logHalf);
      logChoose += Math.log(k) - Math.log(n - k + 1.0);
    }
    return Math.min(1, sum);
  }
}
