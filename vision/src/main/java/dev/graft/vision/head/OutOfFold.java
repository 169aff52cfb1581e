package dev.graft.vision.head;

import java.util.List;

/** Answers of one kind's heads to examples that they have not seen, fold by fold. */
final class OutOfFold {
  private final HeadKind kind;
  private final Problem problem;
  private final HeldOut heldOut;
  private final Balance balance;
  private final List<Learner.Fold> folds;

  OutOfFold(Candidate candidate, Problem problem, HeldOut heldOut, Balance balance) {
    this.kind = candidate.kind();
    this.problem = problem;
    this.heldOut = heldOut;
    this.balance = balance;
    this.folds = heldOut.members().stream().map(candidate.learner()::fold).toList();
  }

  /** Logits of the held out, as they are before calibration: [present classes, all examples]. */
  float[][] at(double strength) throws InterruptedException {
    float[][] logits = new float[problem.classes()][problem.size()];
    for (int fold = 0; fold < folds.size(); fold++) {
      folds.get(fold).answer(strength, heldOut.heldOut().get(fold), logits);
    }
    Correction.beforeCalibration(kind, balance, problem, logits, heldOut.examples());
    return logits;
  }
}
