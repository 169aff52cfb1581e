package dev.graft.vision.head;

import java.util.function.DoubleUnaryOperator;

/**
 * The number that logits are divided by so that probabilities can be believed (Guo et al., ICML
 * 2017, section 4.2), found by minimising the log-loss. A weak prior holds it near 1 while examples
 * are few: twelve that are all right would otherwise make it as small as it may get. Its weight is
 * one nat at a factor of e^±{@value #PRIOR_SPREAD}·√2 and vanishes as examples come. What is found
 * is then shrunk by what chance makes of it: its logarithm by the positive part of 1 - 1/z²
 * (Breiman's nonnegative garrote, Technometrics 1995), z² being twice the log-loss in nats that it
 * saves on all examples. So a temperature that helps no more than one of noise would is not applied
 * at all, and one that clearly helps stays as it was found.
 */
public final class Temperature {
  private static final double PRIOR_SPREAD = 0.5;
  private static final double SMALLEST = StrictMath.log(0.1);
  private static final double LARGEST = StrictMath.log(100);
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private Temperature() {}

  /**
   * The temperature of some examples.
   *
   * @param logits [classes, all]
   * @param labels [all]
   * @param examples those that count
   */
  static double fit(float[][] logits, int[] labels, int[] examples) {
    return fit(logits, Weighed.evenly(labels, examples), 1);
  }

  /**
   * What is found before it is shrunk: to compare answers to the very examples that it is found on,
   * where two that are nearly alike must not be told apart by what chance makes of either.
   *
   * @param logits [classes, all]
   * @param labels [all]
   * @param examples those that count
   */
  public static double best(float[][] logits, int[] labels, int[] examples) {
    return StrictMath.exp(found(logits, Weighed.evenly(labels, examples), 1));
  }

  /**
   * @param logits [classes, all]
   * @param usual where the prior lies, and in the middle of what is searched
   */
  static double fit(float[][] logits, Weighed examples, double usual) {
    double found = found(logits, examples, usual);
    double saved =
        logLoss(usual, logits, examples) - logLoss(usual * StrictMath.exp(found), logits, examples);
    double squared = 2 * saved * examples.members().length;
    return squared <= 1 ? usual : usual * StrictMath.exp(found * (1 - 1 / squared));
  }

  /** The logarithm of what is found, over the usual. */
  private static double found(float[][] logits, Weighed examples, double usual) {
    double middle = StrictMath.log(usual);
    return search(log -> cost(log, middle, logits, examples));
  }

  private static double search(DoubleUnaryOperator cost) {
    double low = SMALLEST;
    double high = LARGEST;
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    double atLeft = cost.applyAsDouble(left);
    double atRight = cost.applyAsDouble(right);
    while (high - low > 1e-4) {
      if (atLeft <= atRight) {
        high = right;
        right = left;
        atRight = atLeft;
        left = high - GOLDEN * (high - low);
        atLeft = cost.applyAsDouble(left);
      } else {
        low = left;
        left = right;
        atLeft = atRight;
        right = low + GOLDEN * (high - low);
        atRight = cost.applyAsDouble(right);
      }
    }
    return (low + high) / 2;
  }

  private static double cost(double log, double middle, float[][] logits, Weighed examples) {
    double off = log / PRIOR_SPREAD;
    int n = examples.members().length;
    return logLoss(StrictMath.exp(middle + log), logits, examples) * n + off * off / 2;
  }

  /** Mean of -ln p(label) at a temperature; 0 without examples. */
  static double logLoss(double temperature, float[][] logits, int[] labels, int[] examples) {
    return logLoss(temperature, logits, Weighed.evenly(labels, examples));
  }

  /** Weighted mean of -ln p(label) at a temperature; 0 without examples. */
  static double logLoss(double temperature, float[][] logits, Weighed examples) {
    double loss = 0;
    double weight = 0;
    for (int i : examples.members()) {
      loss += examples.weight(i) * surprise(temperature, logits, examples.labels()[i], i);
      weight += examples.weight(i);
    }
    return weight == 0 ? 0 : loss / weight;
  }

  /** -ln p(label) of one example. */
  static double surprise(double temperature, float[][] logits, int label, int i) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float[] row : logits) {
      largest = Math.max(largest, row[i]);
    }
    double sum = 0;
    for (float[] row : logits) {
      sum += StrictMath.exp((row[i] - largest) / temperature);
    }
    return StrictMath.log(sum) + (largest - logits[label][i]) / temperature;
  }
}
