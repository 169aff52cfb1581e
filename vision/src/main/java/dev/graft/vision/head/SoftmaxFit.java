package dev.graft.vision.head;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fits a softmax head by L-BFGS on standardised features. */
public final class SoftmaxFit {
  private SoftmaxFit() {}

  /**
   * Fits a head. The same arguments, in the same order of examples, give the same bits.
   *
   * @param train at least one example; a class without any is never the answer of the head
   * @param start a head on raw embeddings with the same classes and width to begin at, or null
   * @throws IllegalArgumentException when there is no example, a value is not finite, or the start
   *     does not fit
   * @throws InterruptedException when the thread is interrupted; nothing is left behind
   */
  public static FittedHead fit(
      LabelledEmbeddings train, SoftmaxFitOptions options, @Nullable LinearHead start)
      throws InterruptedException {
    var strengths =
        options.l2().isPresent()
            ? List.of(options.l2().getAsDouble())
            : options.l2Grid().stream().sorted(Comparator.reverseOrder()).toList();
    var wanted =
        new HeadOptions(
            Set.of(HeadKind.SOFTMAX),
            options.l2(),
            options.temperature(),
            Balance.AS_FOUND,
            options.folds());
    Problem problem = HeadFit.problem(train, wanted, start);
    Learner learner =
        new Descending(problem, new CrossEntropy(), options.maxIterations(), options.tolerance());
    TrainedHead fitted =
        HeadFit.fit(problem, wanted, start, new Candidate(HeadKind.SOFTMAX, learner, strengths));
    return new FittedHead(
        (LinearHead) fitted.head(),
        fitted.strength(),
        fitted.iterations(),
        fitted.temperature(),
        fitted.loss(),
        fitted.scale());
  }
}
