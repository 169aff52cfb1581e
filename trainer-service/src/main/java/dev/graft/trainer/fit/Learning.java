package dev.graft.trainer.fit;

import dev.graft.trainer.dataset.Dataset;
import dev.graft.trainer.publish.Forerunner;
import dev.graft.vision.head.FittedHead;
import dev.graft.vision.head.LabelledEmbeddings;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.head.SoftmaxFit;
import dev.graft.vision.head.SoftmaxFitOptions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fits the two heads of a version. What comes out depends on the data set and the parent alone.
 *
 * <p>Choosing L2 and temperature by folds costs many times a fit, so they are taken over from the
 * parent as long as its classes and space are the same and the number of train examples lies within
 * the same step of 20 %. The steps are fixed ({@code floor(log n / log 1.2)}), so that the choice
 * needs no memory beyond the parent.
 */
public final class Learning {
  private static final double STEP = 1.2;
  private static final SoftmaxFitOptions CHOOSING = SoftmaxFitOptions.choosing();

  private Learning() {}

  /** The judged head: from the train split only, started from the parent's. */
  public static FittedHead judged(Dataset data, Optional<Forerunner> parent)
      throws InterruptedException {
    List<Dataset.Pick> train = data.train();
    SoftmaxFitOptions options =
        parent
            .filter(known -> chosenFor(known, data, train.size()))
            .map(known -> CHOOSING.reusing(known.l2(), known.temperature()))
            .orElse(CHOOSING);
    return SoftmaxFit.fit(embeddings(data, train), options, start(data, parent));
  }

  /** The served head: from all examples, with the judged head's choices, started from it. */
  public static FittedHead served(Dataset data, FittedHead judged) throws InterruptedException {
    return SoftmaxFit.fit(
        embeddings(data, data.picks()),
        CHOOSING.reusing(judged.l2(), judged.temperature()),
        judged.head());
  }

  /** A head from some of the train examples, to be judged by the others. */
  static LinearHead without(Dataset data, List<Dataset.Pick> others, FittedHead judged)
      throws InterruptedException {
    return SoftmaxFit.fit(
            embeddings(data, others), CHOOSING.reusing(judged.l2(), judged.temperature()), null)
        .head();
  }

  private static boolean chosenFor(Forerunner parent, Dataset data, int trainExamples) {
    return parent.classes().equals(data.wish().classes())
        && parent.space().equals(data.wish().space())
        && step(parent.trainExamples()) == step(trainExamples);
  }

  static int step(int examples) {
    return (int) Math.floor(Math.log(Math.max(1, examples)) / Math.log(STEP));
  }

  private static @Nullable LinearHead start(Dataset data, Optional<Forerunner> parent) {
    if (parent.isEmpty()
        || !parent.get().space().equals(data.wish().space())
        || !(parent.get().judged() instanceof LinearHead judged)) {
      return null;
    }
    List<String> known = parent.get().classes();
    List<String> classes = data.wish().classes();
    if (classes.equals(known)) {
      return judged;
    }
    int[] from = classes.stream().mapToInt(known::indexOf).toArray();
    return judged.rearranged(from);
  }

  private static LabelledEmbeddings embeddings(Dataset data, List<Dataset.Pick> picks) {
    return new LabelledEmbeddings(
        picks.stream().map(Dataset.Pick::vector).toArray(float[][]::new),
        picks.stream().mapToInt(Dataset.Pick::label).toArray(),
        picks.stream().mapToLong(pick -> pick.row().splitHash()).toArray(),
        data.wish().classes().size());
  }
}
