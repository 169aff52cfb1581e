package dev.graft.inference.judge;

/**
 * What a candidate may not exceed, labels or not.
 *
 * @param failures share of the requests on which it alone may fail
 * @param slow share of the requests on which it may take longer than allowed
 * @param confidence most that its mean confidence may differ, a fraction
 * @param classMix most that its mix of classes may differ: half the sum of the differences of the
 *     shares, 0 to 1
 * @param requests fewest requests before a shift of confidence or class mix is believed
 */
public record GuardLimits(
    double failures, double slow, double confidence, double classMix, long requests) {

  public static final GuardLimits DEFAULT = new GuardLimits(0.001, 0.1, 0.1, 0.2, 500);
}
