package dev.graft.trainer.fit;

import dev.graft.trainer.dataset.Dataset;
import dev.graft.trainer.publish.Forerunner;
import dev.graft.vision.head.Head;
import dev.graft.vision.head.HeadFit;
import dev.graft.vision.head.HeadOptions;
import dev.graft.vision.head.HeadPolicy;
import dev.graft.vision.head.LabelledEmbeddings;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.head.Novelty;
import dev.graft.vision.head.NoveltyFit;
import dev.graft.vision.head.TrainedHead;
import dev.graft.vision.head.statistics.ClassStatistics;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fits the two heads of a version, and what tells novelty. What comes out depends on the data set,
 * the policy and the parent alone.
 *
 * <p>Choosing kind, strength and temperature by folds costs many times a fit, and so does a
 * threshold of novelty. They are taken over from the parent as long as its policy, classes and
 * space are the same and the number of examples lies within the same step of 20 %. The steps are
 * fixed ({@code floor(log n / log 1.2)}), so that the choice needs no memory beyond the parent.
 */
public final class Learning {
  private static final double STEP = 1.2;

  private final Dataset data;
  private final boolean onTail;
  private final HeadPolicy policy;
  private final Optional<Forerunner> parent;
  private final ExampleSums sums;

  /**
   * @param onTail the data are in the space of a tail, which has learned from most of them
   * @param sums of the task's examples, perhaps counted already
   */
  public Learning(
      Dataset data,
      boolean onTail,
      HeadPolicy policy,
      Optional<Forerunner> parent,
      ExampleSums sums) {
    this.data = data;
    this.onTail = onTail;
    this.policy = policy;
    this.parent = parent;
    this.sums = sums;
  }

  /** Whether kind, strength and temperature are the parent's. */
  boolean reusesChoice() {
    return parent
        .filter(known -> known.policy().choosesLike(policy))
        .filter(this::isOfTheSameTask)
        .filter(known -> step(known.trainExamples()) == step(data.train().size()))
        .isPresent();
  }

  /** The judged head: from the train split only, started from the parent's. */
  public TrainedHead judged() throws InterruptedException {
    HeadOptions options = reusesChoice() ? parent.orElseThrow().choice() : policy.choosing();
    TrainedHead judged = HeadFit.fit(embeddings(data.train()), options, start(), sums.train());
    if (!judged.kind().isOfSums()) {
      sums.forget();
    }
    return judged;
  }

  /** The served head: from all examples, with the judged head's choices, started from it. */
  public TrainedHead served(TrainedHead judged) throws InterruptedException {
    return HeadFit.fit(
        embeddings(data.picks()), HeadOptions.reusing(judged), judged.head(), sums.all());
  }

  /**
   * Whether an answer to an example tells what new ones will get, given by a head that has not seen
   * it.
   */
  boolean isTelling(Dataset.Pick pick) {
    return !isLearned(pick, onTail);
  }

  /** A head from some of the train examples, to be judged by the others. */
  Head without(List<Dataset.Pick> others, TrainedHead judged) throws InterruptedException {
    return HeadFit.fit(embeddings(others), HeadOptions.reusing(judged), null, ClassStatistics::of)
        .head();
  }

  /**
   * What tells novelty, from the examples that the served head knows. The parent's, as long as it
   * knows what came since and holds nothing that went; empty where the policy does not ask for it
   * or there are too few examples to tell.
   *
   * @param ofParent the parent's, if it has one
   * @param judgedOnly the judged head serves
   */
  public Optional<Novelty> novelty(Optional<Novelty> ofParent, boolean judgedOnly)
      throws InterruptedException {
    if (policy.rejectionRate().isEmpty()) {
      return Optional.empty();
    }
    double rate = policy.rejectionRate().getAsDouble();
    LabelledEmbeddings examples = embeddings(judgedOnly ? data.train() : data.picks());
    Optional<Novelty> kept =
        ofParent
            .filter(novelty -> novelty.rejectionRate() == rate)
            .filter(novelty -> parent.filter(this::isOfTheSameTask).isPresent())
            .filter(novelty -> step(parent.orElseThrow().examples()) == step(data.picks().size()))
            .filter(novelty -> NoveltyFit.stillFits(novelty, examples));
    return kept.isPresent()
        ? kept
        : Optional.of(NoveltyFit.fit(examples, rate))
            .filter(novelty -> Double.isFinite(novelty.threshold()));
  }

  private boolean isOfTheSameTask(Forerunner known) {
    return known.classes().equals(data.wish().classes())
        && known.space().equals(data.wish().space());
  }

  static int step(int examples) {
    return (int) Math.floor(Math.log(Math.max(1, examples)) / Math.log(STEP));
  }

  private @Nullable LinearHead start() {
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

  private static boolean isLearned(Dataset.Pick pick, boolean onTail) {
    return onTail && pick.row().teachesTails();
  }

  private LabelledEmbeddings embeddings(List<Dataset.Pick> picks) {
    return embeddings(picks, data.wish().classes().size(), onTail);
  }

  /**
   * Examples as heads take them.
   *
   * @param onTail they are in the space of a tail
   */
  public static LabelledEmbeddings embeddings(
      List<Dataset.Pick> picks, int classes, boolean onTail) {
    boolean[] learned = new boolean[picks.size()];
    for (int i = 0; i < learned.length; i++) {
      learned[i] = isLearned(picks.get(i), onTail);
    }
    return new LabelledEmbeddings(
        picks.stream().map(Dataset.Pick::vector).toArray(float[][]::new),
        picks.stream().mapToInt(Dataset.Pick::label).toArray(),
        picks.stream().mapToLong(pick -> pick.row().splitHash()).toArray(),
        classes,
        learned);
  }
}
