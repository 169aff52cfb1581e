package dev.graft.inference.evidence;

/**
 * How many labelled images a test needs that looks once, at the end: what the sequential one is
 * compared with. One-sided, on pairs, with the normal approximation that flatters it:
 *
 * <pre>
 *   n = (z(alpha) s0 + z(power) s1)² / (distance of the effect from the hypothesis)²
 * </pre>
 *
 * where s1² = discordant - effect² is the variance of a pair and s0² the same under the hypothesis
 * (R. J. Connor, Sample size for testing differences in proportions for the paired-sample design,
 * 1987, for the test against zero).
 */
public final class FixedSizeTest {

  private FixedSizeTest() {}

  /**
   * @param alpha chance of the error
   * @param hypothesis the effect that is to be rejected, a fraction
   * @param effect the true one
   * @param discordant share of the images on which only one version is right
   * @param power chance of rejecting, above alpha and below 1
   */
  public static long labels(
      double alpha, double hypothesis, double effect, double discordant, double power) {
    var distance = effect - hypothesis;
    var s0 = Math.sqrt(Math.max(0, discordant - hypothesis * hypothesis));
    var s1 = Math.sqrt(Math.max(0, discordant - effect * effect));
    var root = (quantile(1 - alpha) * s0 + quantile(power) * s1) / distance;
    return (long) Math.ceil(root * root);
  }

  /**
   * The normal distribution's quantile, to within 0.00045 (M. Abramowitz and I. A. Stegun, Handbook
   * of Mathematical Functions, 26.2.23).
   */
  static double quantile(double p) {
    if (p < 0.5) {
      return -quantile(1 - p);
    }
    var t = Math.sqrt(-2 * Math.log(1 - p));
    var above = 2.515517 + t * (0.802853 + t * 0.010328);
    var below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
    return t - above / below;
  }
}
