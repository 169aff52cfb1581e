package dev.graft.vision.examine;

import dev.graft.vision.diagnose.Measured.Accuracy;
import dev.graft.vision.head.Head;
import dev.graft.vision.head.LabelledEmbeddings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What heads answered to examples, beside what these are.
 *
 * @param probabilities {@code [n, classes]}
 * @param labels {@code [n]}
 */
public record Answers(List<float[]> probabilities, List<Integer> labels) {
  private static final int FOLDS = 5;

  /** More held-out examples would hardly change what is found, and cost. */
  private static final int ENOUGH = 4000;

  /** What an answer that is certain and wrong costs at most; ln of it is finite. */
  private static final double LEAST = 1e-12;

  public Answers {
    probabilities = List.copyOf(probabilities);
    labels = List.copyOf(labels);
  }

  /** Fits a head to some of the examples. */
  @FunctionalInterface
  public interface FoldFit {
    Head fit(LabelledEmbeddings some) throws InterruptedException;
  }

  /** Of one head. */
  public static Answers of(Head head, double temperature, LabelledEmbeddings on) {
    return new Answers(
        Arrays.stream(on.vectors()).map(vector -> head.probabilities(vector, temperature)).toList(),
        Arrays.stream(on.labels()).boxed().toList());
  }

  /**
   * To each example by a head that was fitted without it and knows its class. Examples of one group
   * are held out together; there are no more folds than it takes to hold out 4,000.
   */
  public static Answers outOfFold(LabelledEmbeddings all, double temperature, FoldFit fit)
      throws InterruptedException {
    var probabilities = new ArrayList<float[]>();
    var labels = new ArrayList<Integer>();
    for (int fold = 0; fold < FOLDS && labels.size() < ENOUGH; fold++) {
      int[] held = fold(all, fold);
      LabelledEmbeddings others = all.without(held);
      int[] fair = knownIn(others, all, held);
      if (fair.length > 0) {
        Answers answers = of(fit.fit(others), temperature, all.only(fair));
        probabilities.addAll(answers.probabilities());
        labels.addAll(answers.labels());
      }
    }
    return new Answers(probabilities, labels);
  }

  /** The split took the hash modulo 100; other bits make the folds independent of it. */
  private static int[] fold(LabelledEmbeddings all, int fold) {
    return IntStream.range(0, all.size())
        .filter(i -> Long.remainderUnsigned(all.foldHashes()[i] >>> 8, FOLDS) == fold)
        .toArray();
  }

  private static int[] knownIn(LabelledEmbeddings others, LabelledEmbeddings all, int[] held) {
    boolean[] known = new boolean[all.classes()];
    for (int label : others.labels()) {
      known[label] = true;
    }
    return Arrays.stream(held).filter(i -> known[all.labels()[i]]).toArray();
  }

  public Accuracy accuracy() {
    return accuracy(IntStream.range(0, labels.size()));
  }

  /** Of the examples of one class. */
  public Accuracy accuracyOf(int label) {
    return accuracy(IntStream.range(0, labels.size()).filter(i -> labels.get(i) == label));
  }

  private Accuracy accuracy(IntStream which) {
    int[] some = which.toArray();
    int right =
        (int)
            Arrays.stream(some).filter(i -> largest(probabilities.get(i)) == labels.get(i)).count();
    return new Accuracy(right, some.length);
  }

  private static int largest(float[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      largest = values[i] > values[largest] ? i : largest;
    }
    return largest;
  }

  /** Mean cross-entropy in nats; empty where there is no answer. */
  public OptionalDouble logLoss() {
    return IntStream.range(0, labels.size())
        .mapToDouble(i -> -Math.log(Math.max(LEAST, probabilities.get(i)[labels.get(i)])))
        .average();
  }
}
