package dev.graft.vision.tune;

import dev.graft.vision.head.LabelledEmbeddings;
import dev.graft.vision.head.LinearHead;
import java.util.function.DoubleUnaryOperator;

/**
 * Cross-entropy against targets of which a share is spread over all classes: Szegedy et al. 2016.
 * It is what a fine-tune minimises, so it is also what a start and held-out pictures are held
 * against: beside it the plain log-loss of a calibrated head says nothing.
 */
final class SmoothedLoss {
  /** More examples would hardly move a single number. */
  private static final int ENOUGH = 4000;

  private static final double SMALLEST = Math.log(0.05);
  private static final double LARGEST = Math.log(50);
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private SmoothedLoss() {}

  /**
   * Of one answer.
   *
   * @param temperature what logits are divided by
   * @param smoothing share of the target that is spread; 0 for the log-loss
   */
  static double of(float[] logits, int label, double temperature, double smoothing) {
    double most = Double.NEGATIVE_INFINITY;
    double all = 0;
    for (float logit : logits) {
      most = Math.max(most, logit);
      all += logit;
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp((logit - most) / temperature);
    }
    double wanted = (1 - smoothing) * logits[label] + smoothing * all / logits.length;
    return Math.log(sum) + (most - wanted) / temperature;
  }

  /** Mean of a head's answers to examples. */
  static double of(LinearHead head, LabelledEmbeddings on, double temperature, double smoothing) {
    return mean(logits(head, on, 1), on.labels(), 1, temperature, smoothing);
  }

  /**
   * The temperature at which a head's answers to examples suit the smoothed targets best. Unlike
   * that of the log-loss it is finite even where all of them are right, so the examples may be
   * those that the head has learned from.
   */
  static double temperature(LinearHead head, LabelledEmbeddings on, double smoothing) {
    int each = 1 + on.size() / ENOUGH; // every how manieth counts
    float[][] logits = logits(head, on, each);
    return Math.exp(least(log -> mean(logits, on.labels(), each, Math.exp(log), smoothing)));
  }

  private static float[][] logits(LinearHead head, LabelledEmbeddings on, int each) {
    var logits = new float[(on.size() + each - 1) / each][];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = head.logits(on.vectors()[i * each]);
    }
    return logits;
  }

  private static double mean(
      float[][] logits, int[] labels, int each, double temperature, double smoothing) {
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      sum += of(logits[i], labels[i * each], temperature, smoothing);
    }
    return sum / Math.max(1, logits.length);
  }

  /** Golden section; the loss is convex in 1 / T and so has one valley. */
  private static double least(DoubleUnaryOperator cost) {
    double low = SMALLEST;
    double high = LARGEST;
    while (high - low > 1e-3) {
      double left = high - GOLDEN * (high - low);
      double right = low + GOLDEN * (high - low);
      if (cost.applyAsDouble(left) <= cost.applyAsDouble(right)) {
        high = right;
      } else {
        low = left;
      }
    }
    return (low + high) / 2;
  }
}
