package dev.graft.vision.head;

import dev.graft.vision.head.statistics.ClassStatistics;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The kinds that need sums only. What a fold's head has seen is all examples less those held out,
 * by subtraction.
 */
final class FromStatistics implements Learner {
  private final Problem problem;
  private final ClassStatistics all;
  private final BiFunction<ClassStatistics, Double, LinearHead> head;

  FromStatistics(
      Problem problem, ClassStatistics all, BiFunction<ClassStatistics, Double, LinearHead> head) {
    this.problem = problem;
    this.all = all;
    this.head = head;
  }

  @Override
  public Fold fold(int[] members) {
    ClassStatistics seen = all.copy();
    LabelledEmbeddings others = problem.raw().without(members);
    seen.remove(others.vectors(), others.labels());
    return (strength, held, logits) -> answer(head.apply(seen, strength), held, logits);
  }

  private void answer(LinearHead fitted, int[] held, float[][] logits) {
    int[] present = problem.present().indices();
    for (int i : held) {
      float[] of = fitted.logits(problem.raw().vectors()[i]);
      for (int k = 0; k < present.length; k++) {
        logits[k][i] = of[present[k]];
      }
    }
  }

  @Override
  public Fit fit(double strength, @Nullable Head start) {
    return new Fit(head.apply(all, strength), 0, 0);
  }
}
