package dev.graft.vision.head;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Softmax regression and support vectors, by L-BFGS. */
final class Descending implements Learner {
  /** Folds are compared, not served: they stop earlier than a fit that serves. */
  private static final double LOOSER = 10;

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
    private float[][] weights = new float[problem.classes()][problem.data().width()];

    FoldDescent(int[] members) {
      this.members = members;
    }

    @Override
    public void answer(double l2, int[] held, float[][] logits) throws InterruptedException {
      var loss = new LinearLoss(problem.data(), problem.weighed(members), l2, criterion);
      Descent descent = new Descent(loss, weights);
      descent.run(maxIterations, tolerance * LOOSER);
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
    var loss = new LinearLoss(problem.data(), problem.weighed(all), l2, criterion);
    Descent descent = new Descent(loss, startOf(start));
    descent.run(maxIterations, tolerance);
    float[][] weights = descent.weights();
    PresentClasses.centre(weights);
    LinearHead head = problem.present().toAll(problem.data().toRaw(weights));
    return new Fit(head, descent.iterations(), descent.value());
  }

  private float[][] startOf(@Nullable Head start) {
    if (start instanceof LinearHead linear) {
      return problem.present().rowsOf(problem.data().fromRaw(linear));
    }
    float[][] mean = new float[problem.classes()][problem.data().width()];
    for (FoldDescent fold : folds) { // a good place to start, or zero
      Vectors.add(mean, 1.0 / folds.size(), fold.weights);
    }
    return mean;
  }
}
