package dev.graft.vision.head;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Trains a perceptron: dropout of half the features, hidden units, dropout of 0.3 of them; AdamW on
 * a cosine schedule. The same examples in the same order give the same bits.
 */
final class PerceptronFit implements Learner {
  private static final int LARGEST_BATCH = 128;
  private static final int SMALLEST_BATCH = 16;

  /** Examples shown in a fit, all epochs together: bounds its time. */
  private static final int SHOWN = 30_000;

  private static final int MOST_EPOCHS = 60;
  private static final int LEAST_EPOCHS = 3;

  /** Few examples are shown more often. */
  private static final int LEAST_STEPS = 300;

  private static final double RATE = 1e-3;
  private static final long SEED = 20_261_127;

  private final Problem problem;

  PerceptronFit(Problem problem) {
    this.problem = problem;
  }

  @Override
  public Fold fold(int[] members) {
    return (hidden, held, logits) -> {
      Perceptron trained = train(members, (int) hidden);
      PerceptronHead head = trained.head(problem.data());
      for (int i : held) {
        float[] of = head.logits(problem.raw().vectors()[i]);
        for (int k = 0; k < of.length; k++) {
          logits[k][i] = of[k];
        }
      }
    };
  }

  @Override
  public Fit fit(double hidden, @Nullable Head start) throws InterruptedException {
    Perceptron trained = train(HeldOut.everyone(problem.size()), (int) hidden);
    PerceptronHead some = trained.head(problem.data());
    Head head =
        new PerceptronHead(
            some.hiddenWeight(), some.hiddenBias(), problem.present().toAll(some.output()));
    return new Fit(head, trained.steps(), trained.recentLoss());
  }

  private Perceptron train(int[] members, int hidden) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(SEED);
    Perceptron perceptron =
        new Perceptron(problem.data().width(), hidden, problem.classes(), random);
    int n = members.length;
    int batch = Math.min(n, Math.min(LARGEST_BATCH, Math.max(SMALLEST_BATCH, n / 8)));
    int perEpoch = (n + batch - 1) / batch;
    int epochs = Math.min(MOST_EPOCHS, Math.max(LEAST_EPOCHS, SHOWN / n));
    int steps = Math.max(LEAST_STEPS, epochs * perEpoch);
    int[] order = members.clone();
    for (int step = 0; step < steps; step++) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the fit was interrupted");
      }
      if (step % perEpoch == 0) {
        shuffle(order, random);
      }
      double rate = RATE * (1 + StrictMath.cos(Math.PI * step / steps)) / 2;
      perceptron.step(problem, batch(order, step % perEpoch, batch), rate, random);
    }
    return perceptron;
  }

  /** The last batch of an epoch is filled from its beginning. */
  private static int[] batch(int[] order, int number, int size) {
    int[] batch = new int[size];
    for (int b = 0; b < size; b++) {
      batch[b] = order[(number * size + b) % order.length];
    }
    return batch;
  }

  private static void shuffle(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
  }
}
