package dev.graft.vision.head;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Softmax regression and support vectors, by L-BFGS. */
final class Descending implements Learner {
  /** Folds are compared, not served: they stop earlier than a fit that serves. */
  private static final double LOOSER = 10;

  /** A penalty of so much for each example is safe to begin with, from zero. */
  private static final double SAFE = 0.01;

  /** From one penalty to the next weaker one on the way to that which is asked for. */
  private static final double WEAKER = 10;

  private final Problem problem;
  private final Criterion criterion;
  private final int maxIterations;
  private final double tolerance;
  private final List<FoldDescent> folds = new ArrayList<>();

  Descending(Problem problem, Criterion criterion, int maxIterations, double tolerance) {
    this.problem = problem;
    this.criterion = criterion;
    this.maxIterations = maxIterations;
    this.tolerance = tolerance;
  }

  @Override
  public Fold fold(int[] members) {
    var fold = new FoldDescent(members);
    folds.add(fold);
    return fold;
  }

  /**
   * Each fold goes on from its own last weights, so a path from strong to weak costs little more
   * than its end. No fold starts from an earlier version's head: that one has seen what is held out
   * here.
   */
  private final class FoldDescent implements Fold {
    private final int[] members;
    private float[][] weights = zeros();
    private boolean begun;

    FoldDescent(int[] members) {
      this.members = members;
    }

    @Override
    public void answer(double l2, int[] held, float[][] logits) throws InterruptedException {
      if (!begun) {
        weights = approached(members, l2);
        begun = true;
      }
      Descent descent = descent(members, l2, weights, tolerance * LOOSER);
      weights = descent.weights();
      for (int k = 0; k < logits.length; k++) {
        for (int i : held) {
          logits[k][i] = descent.logits()[k][i];
        }
      }
    }
  }

  @Override
  public Fit fit(double l2, @Nullable Head start) throws InterruptedException {
    int[] all = HeldOut.everyone(problem.size());
    Descent descent = descent(all, l2, startOf(start, all, l2), tolerance);
    float[][] weights = descent.weights();
    PresentClasses.centre(weights);
    LinearHead head = problem.present().toAll(problem.data().toRaw(weights));
    return new Fit(head, descent.iterations(), descent.value());
  }

  private float[][] startOf(@Nullable Head start, int[] all, double l2)
      throws InterruptedException {
    if (start instanceof LinearHead linear) {
      return problem.present().rowsOf(problem.data().fromRaw(linear));
    }
    if (folds.isEmpty()) {
      return approached(all, l2);
    }
    float[][] mean = zeros();
    for (FoldDescent fold : folds) {
      Vectors.add(mean, 1.0 / folds.size(), fold.weights);
    }
    return mean;
  }

  /**
   * Weights on the way from zero to a penalty, by stronger ones. Straight from zero, the first step
   * towards a weak one leads far out where classes are easily told apart, to weights so large that
   * the loss is flat there, and a fit that stops by its gradient stays among them: it answers four
   * times as surely as the one at the bottom.
   */
  private float[][] approached(int[] members, double l2) throws InterruptedException {
    float[][] weights = zeros();
    for (double stronger = SAFE * members.length; stronger > l2; stronger /= WEAKER) {
      weights = descent(members, stronger, weights, tolerance * LOOSER).weights();
    }
    return weights;
  }

  private Descent descent(int[] members, double l2, float[][] from, double until)
      throws InterruptedException {
    var loss = new LinearLoss(problem.data(), problem.weighed(members), l2, criterion);
    Descent descent = new Descent(loss, from);
    descent.run(maxIterations, until);
    return descent;
  }

  private float[][] zeros() {
    return new float[problem.classes()][problem.data().width()];
  }
}
