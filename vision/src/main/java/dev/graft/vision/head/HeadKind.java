package dev.graft.vision.head;

import dev.graft.vision.head.statistics.ClassStatistics;
import java.util.List;
import java.util.function.Supplier;

/** The kinds of heads, from the simplest on. */
public enum HeadKind {
  /** Nearest class mean, each feature measured by its spread within the classes. */
  NEAREST_MEAN("nearest-mean", 10, List.of(1.0)),
  /** Linear discriminant analysis; the strength is the shrinkage towards the diagonal. */
  DISCRIMINANT("discriminant", 1, List.of(0.9, 0.7, 0.5, 0.3, 0.1, 0.03)),
  /** Ridge regression of class membership; the strength is scikit-learn's alpha. */
  RIDGE("ridge", 0.2, List.of(30_000.0, 10_000.0, 3_000.0, 1_000.0, 300.0, 100.0)),
  /** Softmax regression; the strength is the l2 of {@link SoftmaxFitOptions}. */
  SOFTMAX("softmax", 1, SoftmaxFitOptions.choosing().l2Grid()),
  /** Linear support vectors, one against the rest, squared hinge; the strength is its l2. */
  SUPPORT_VECTORS("support-vectors", 0.5, SoftmaxFitOptions.choosing().l2Grid()),
  /** Votes of the nearest examples; the strength is how many vote. */
  NEIGHBOURS("neighbours", 1, List.of(40.0, 20.0, 10.0, 5.0)),
  /** A perceptron with one hidden layer; the strength is how many units it has. */
  PERCEPTRON("perceptron", 1, List.of(128.0, 256.0));

  private final String word;
  private final double usualTemperature;
  private final List<Double> strengths;

  HeadKind(String word, double usualTemperature, List<Double> strengths) {
    this.word = word;
    this.usualTemperature = usualTemperature;
    this.strengths = strengths;
  }

  /** How it is called in manifests and settings. */
  public String word() {
    return word;
  }

  /**
   * The temperature that the prior of calibration lies at: what this kind's logits need as a rule.
   */
  public double usualTemperature() {
    return usualTemperature;
  }

  /** What is tried where no strength is given; one hidden layer's size follows the examples. */
  public List<Double> strengths(int examples) {
    return this == PERCEPTRON ? List.of(examples < 1000 ? 128.0 : 256.0) : strengths;
  }

  /**
   * Parts that the examples fall into where its temperature is found: each head has seen all but
   * one. Perceptrons are dear, and are left with few.
   */
  int calibrationFolds() {
    return this == PERCEPTRON ? 5 : 20;
  }

  /** Whether examples can be weighed in its fit. */
  boolean takesWeights() {
    return this == SOFTMAX || this == SUPPORT_VECTORS || this == PERCEPTRON;
  }

  /** Whether its heads are one matrix and biases, however they were found. */
  boolean isLinear() {
    return this != NEIGHBOURS && this != PERCEPTRON;
  }

  /** Whether its heads are functions of the sums of their examples. */
  public boolean isOfSums() {
    return this == NEAREST_MEAN || this == DISCRIMINANT || this == RIDGE;
  }

  /** Whether a head has the shape of this kind's. */
  public boolean makes(Head head) {
    return switch (this) {
      case NEIGHBOURS -> head instanceof NeighbourHead;
      case PERCEPTRON -> head instanceof PerceptronHead;
      default -> head instanceof LinearHead;
    };
  }

  /**
   * How it is fitted on a problem.
   *
   * @param sums of its examples; asked only by those that need them
   */
  Learner learner(Problem problem, Supplier<ClassStatistics> sums) {
    SoftmaxFitOptions steps = SoftmaxFitOptions.choosing();
    return switch (this) {
      case NEAREST_MEAN ->
          new FromStatistics(problem, sums.get(), (of, unused) -> Discriminant.nearestMean(of));
      case DISCRIMINANT -> new FromStatistics(problem, sums.get(), Discriminant::fit);
      case RIDGE -> new FromStatistics(problem, sums.get(), Discriminant::ridge);
      case SOFTMAX ->
          new Descending(problem, new CrossEntropy(), steps.maxIterations(), steps.tolerance());
      case SUPPORT_VECTORS ->
          new Descending(problem, new SquaredHinge(), steps.maxIterations(), steps.tolerance());
      case NEIGHBOURS -> new NeighbourFit(problem);
      case PERCEPTRON -> new PerceptronFit(problem);
    };
  }

  /**
   * @throws IllegalArgumentException no kind is called so; the message lists those that are
   */
  public static HeadKind of(String word) {
    for (HeadKind kind : values()) {
      if (kind.word.equals(word)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "no kind of head is called "
            + word
            + "; there are "
            + String.join(", ", List.of(values()).stream().map(HeadKind::word).toList()));
  }
}
