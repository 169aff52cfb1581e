package dev.graft.vision.head;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Keeps the examples that vote. */
final class NeighbourFit implements Learner {
  /** Most examples that a head keeps: 20 MB at width 1280, all of it read for an answer. */
  static final int MOST = 4000;

  private static final int TILE = 64;

  private final Problem problem;

  NeighbourFit(Problem problem) {
    this.problem = problem;
  }

  @Override
  public Fold fold(int[] members) {
    NeighbourHead head = head(members, 1);
    return new Fold() {
      private float[][] similarities = new float[0][];

      @Override
      public void answer(double votes, int[] held, float[][] logits) throws InterruptedException {
        if (similarities.length == 0) {
          similarities = similarities(head, held);
        }
        int[] present = problem.present().indices();
        for (int h = 0; h < held.length; h++) {
          float[] of = head.vote(similarities[h], (int) votes);
          for (int k = 0; k < present.length; k++) {
            logits[k][held[h]] = of[present[k]];
          }
        }
      }
    };
  }

  private float[][] similarities(NeighbourHead head, int[] held) throws InterruptedException {
    float[][] all = new float[held.length][];
    for (int from = 0; from < held.length; from += TILE) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the fit was interrupted");
      }
      int[] tile = Arrays.copyOfRange(held, from, Math.min(held.length, from + TILE));
      float[][] found = head.similarities(problem.raw().only(tile).vectors());
      System.arraycopy(found, 0, all, from, tile.length);
    }
    return all;
  }

  @Override
  public Fit fit(double votes, @Nullable Head start) {
    return new Fit(head(HeldOut.everyone(problem.size()), (int) votes), 0, 0);
  }

  /** A head of these examples, thinned where they are too many. */
  private NeighbourHead head(int[] members, int votes) {
    LabelledEmbeddings raw = problem.raw();
    Kept kept = Kept.of(raw, members, MOST);
    LabelledEmbeddings examples = raw.only(kept.examples());
    FeatureScale scale = problem.data().scale();
    float[][] units = new float[examples.size()][];
    for (int i = 0; i < units.length; i++) {
      units[i] = NeighbourHead.unit(examples.vectors()[i], scale);
    }
    float[] shift = new float[raw.classes()];
    for (int k = 0; k < shift.length; k++) {
      shift[k] = kept.counts()[k] == 0 ? NeighbourHead.NEVER : (float) StrictMath.log(kept.each(k));
    }
    return new NeighbourHead(Vectors.transposed(units), examples.labels(), votes, scale, shift);
  }
}
