package dev.graft.vision.score;

import dev.graft.vision.head.Softmax;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What calibration error a perfectly calibrated model shows by chance. Answers are taken as they
 * are, and whether each is right is drawn with its own confidence, many times over: the consistency
 * resampling of Bröcker and Smith (2007), as in Vaicenavicius et al. (AISTATS 2019). A measured
 * error above the band is miscalibration; one within it may be chance.
 *
 * @param middle half of the simulated errors lie below
 * @param upper 95 % of them lie below
 */
public record CalibrationBand(double middle, double upper) {
  private static final int DRAWS = 2000;
  private static final long SEED = 20_261_127;

  /** For probabilities [n, classes]; both 0 without examples. The same arguments, the same band. */
  public static CalibrationBand of(float[][] probabilities) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] errors = new double[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      Calibration calibration = new Calibration();
      for (float[] p : probabilities) {
        float confidence = p[Softmax.largest(p)];
        calibration.add(confidence, random.nextDouble() < confidence);
      }
      errors[draw] = calibration.error(probabilities.length);
    }
    Arrays.sort(errors);
    return new CalibrationBand(errors[DRAWS / 2], errors[DRAWS * 95 / 100]);
  }

  /** Whether an error may be chance. */
  public boolean holds(double calibrationError) {
    return calibrationError <= upper;
  }
}
