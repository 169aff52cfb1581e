package dev.graft.vision.head;

import java.util.Objects;

/**
 * One kind's answers out of fold at its best strength.
 *
 * @param surprises [examples] weighted log-loss of each, after the temperature
 * @param weights [examples]
 */
record Tried(
    HeadKind kind,
    double strength,
    double temperature,
    double logLoss,
    double uncalibrated,
    double accuracy,
    double[] surprises,
    double[] weights) {

  /** Walks the strengths until the log-loss rises. */
  static Tried of(Candidate candidate, Problem problem, HeldOut heldOut, HeadOptions options)
      throws InterruptedException {
    var answers = new OutOfFold(candidate, problem, heldOut, options.balance());
    Weighed examples = problem.weighed(heldOut.examples());
    Tried best = null;
    for (double strength : candidate.strengths()) {
      Tried tried = of(candidate.kind(), strength, options, answers.at(strength), examples);
      if (best != null && tried.logLoss >= best.logLoss) {
        break; // past the valley, and from here on every fit is dearer than the last
      }
      best = tried;
    }
    return Objects.requireNonNull(best);
  }

  private static Tried of(
      HeadKind kind, double strength, HeadOptions options, float[][] logits, Weighed examples) {
    double usual = kind.usualTemperature();
    double temperature =
        options.temperature().isPresent()
            ? options.temperature().getAsDouble()
            : Temperature.fit(logits, examples, usual);
    int n = examples.members().length;
    double[] surprises = new double[n];
    double[] weights = new double[n];
    int right = 0;
    for (int m = 0; m < n; m++) {
      int i = examples.members()[m];
      int label = examples.labels()[i];
      weights[m] = examples.weight(i);
      surprises[m] = Temperature.surprise(temperature, logits, label, i);
      right += answer(logits, i) == label ? 1 : 0;
    }
    return new Tried(
        kind,
        strength,
        temperature,
        Temperature.logLoss(temperature, logits, examples),
        Temperature.logLoss(usual, logits, examples),
        (double) right / n,
        surprises,
        weights);
  }

  private static int answer(float[][] logits, int i) {
    int best = 0;
    for (int k = 1; k < logits.length; k++) {
      if (logits[k][i] > logits[best][i]) {
        best = k;
      }
    }
    return best;
  }

  /** Beside the best kind. */
  Trial against(Tried best) {
    return new Trial(
        kind,
        strength,
        temperature,
        surprises.length,
        logLoss,
        uncalibrated,
        accuracy,
        logLoss - best.logLoss,
        errorAgainst(best));
  }

  /** Standard error of the weighted mean of the paired differences. */
  private double errorAgainst(Tried best) {
    double mean = logLoss - best.logLoss;
    double weight = 0;
    double squares = 0;
    for (int m = 0; m < surprises.length; m++) {
      double off = weights[m] * (surprises[m] - best.surprises[m] - mean);
      squares += off * off;
      weight += weights[m];
    }
    return Math.sqrt(squares) / weight;
  }
}
