package dev.graft.vision.head;

import dev.graft.vision.head.statistics.ClassStatistics;
import dev.graft.vision.head.statistics.StatisticsSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fits a head of a given kind, or of the kind that answers best to examples which it has not seen.
 * Of the linear kinds, which are all one matrix once they are fitted, the one with the least
 * log-loss out of fold is taken. A richer kind is taken only where the best linear one lies more
 * than a standard error behind the best of all, differences taken example by example (the
 * one-standard-error rule of Breiman et al. 1984 on paired differences). So a perceptron is chosen
 * only where it beats the linear heads.
 */
public final class HeadFit {
  private final Problem problem;
  private final HeadOptions options;
  private final @Nullable Head start;

  private HeadFit(Problem problem, HeadOptions options, @Nullable Head start) {
    this.problem = problem;
    this.options = options;
    this.start = start;
  }

  /**
   * Fits a head. The same arguments, in the same order of examples, give the same bits.
   *
   * @param train at least one example; a class without any is never the answer of the head
   * @param start a head on raw embeddings with the same classes and width to begin at, where the
   *     kind is fitted step by step and this is a linear one; or null
   * @throws IllegalArgumentException when there is no example, a value is not finite, or the start
   *     does not fit
   * @throws InterruptedException when the thread is interrupted; nothing is left behind
   */
  public static TrainedHead fit(LabelledEmbeddings train, HeadOptions options, @Nullable Head start)
      throws InterruptedException {
    return fit(train, options, start, ClassStatistics::of);
  }

  /**
   * Fits a head whose examples have perhaps been summed already. The same bits as without.
   *
   * @param source asked at most once, and only for kinds that are functions of sums
   */
  public static TrainedHead fit(
      LabelledEmbeddings train, HeadOptions options, @Nullable Head start, StatisticsSource source)
      throws InterruptedException {
    Problem problem = problem(train, options, start);
    var sums = new Sums(train, source);
    List<Candidate> candidates =
        options.inOrder().stream()
            .map(
                kind ->
                    new Candidate(
                        kind, kind.learner(problem, sums), options.strengths(kind, train.size())))
            .toList();
    return new HeadFit(problem, options, start).among(candidates);
  }

  /** Summed once for all kinds. */
  private static final class Sums implements Supplier<ClassStatistics> {
    private final LabelledEmbeddings examples;
    private final StatisticsSource source;
    private @Nullable ClassStatistics found;

    Sums(LabelledEmbeddings examples, StatisticsSource source) {
      this.examples = examples;
      this.source = source;
    }

    @Override
    public ClassStatistics get() {
      ClassStatistics sums = found;
      if (sums == null) {
        sums = source.of(examples.vectors(), examples.labels(), examples.classes());
        found = sums;
      }
      return sums;
    }
  }

  static Problem problem(LabelledEmbeddings train, HeadOptions options, @Nullable Head start) {
    if (start != null && (start.classes() != train.classes() || start.width() != train.width())) {
      throw new IllegalArgumentException(
          start
              + " can't start a fit of "
              + train.classes()
              + " classes at width "
              + train.width());
    }
    return Problem.of(train, options.balance());
  }

  /** Softmax with settings of its own. */
  static TrainedHead fit(
      Problem problem, HeadOptions options, @Nullable Head start, Candidate candidate)
      throws InterruptedException {
    return new HeadFit(problem, options, start).among(List.of(candidate));
  }

  private TrainedHead among(List<Candidate> candidates) throws InterruptedException {
    Candidate simplest = candidates.get(0);
    if (options.settled()) {
      double temperature = options.temperature().orElseThrow();
      return finish(simplest, simplest.strengths().get(0), temperature, List.of());
    }
    HeldOut heldOut = heldOut(options.folds());
    if (heldOut.folds() == 0) { // nothing to go by: be modest
      double usual = options.temperature().orElse(simplest.kind().usualTemperature());
      return finish(simplest, simplest.strengths().get(0), usual, List.of());
    }
    List<Tried> tried = new ArrayList<>();
    for (Candidate candidate : candidates) {
      tried.add(Tried.of(candidate, problem, heldOut, options));
    }
    Tried best = tried.stream().min(Comparator.comparingDouble(Tried::logLoss)).orElseThrow();
    List<Trial> trials = tried.stream().map(each -> each.against(best)).toList();
    int chosen = chosen(trials);
    Candidate taken = candidates.get(chosen);
    double strength = tried.get(chosen).strength();
    return finish(taken, strength, temperature(taken, strength), trials);
  }

  /**
   * Of the kind that was taken: by heads that have seen nearly all examples, since those that have
   * seen fewer are right less often, and the temperature that they need is not that of the head
   * which serves. What the network has learned from may flatter, so the answers to the others take
   * it from there, as far as they clearly say so.
   */
  private double temperature(Candidate taken, double strength) throws InterruptedException {
    if (options.temperature().isPresent()) {
      return options.temperature().getAsDouble();
    }
    HeldOut nearlyAll = heldOut(Math.max(options.folds(), taken.kind().calibrationFolds()));
    int[] asked = nearlyAll.examples();
    int[] telling = problem.raw().unlearned(asked);
    float[][] logits = new OutOfFold(taken, problem, nearlyAll, options.balance()).at(strength);
    double byAll = Temperature.fit(logits, problem.weighed(asked), taken.kind().usualTemperature());
    return telling.length == asked.length
        ? byAll
        : Temperature.fit(logits, problem.weighed(telling), byAll);
  }

  private HeldOut heldOut(int folds) {
    return HeldOut.of(
        problem.labels(), problem.classes(), new Folds(problem.raw().foldHashes(), folds));
  }

  /** The best linear kind, or the first richer one, whose distance to the best may be chance. */
  static int chosen(List<Trial> trials) {
    Optional<Trial> linear =
        trials.stream()
            .filter(trial -> trial.kind().isLinear())
            .min(Comparator.comparingDouble(Trial::behind));
    Stream<Trial> richer = trials.stream().filter(trial -> !trial.kind().isLinear());
    return Stream.concat(linear.stream(), richer)
        .filter(trial -> trial.behind() <= trial.behindError())
        .findFirst()
        .map(trials::indexOf)
        .orElseThrow(() -> new IllegalArgumentException("none of the trials is the best"));
  }

  private TrainedHead finish(
      Candidate candidate, double strength, double temperature, List<Trial> trials)
      throws InterruptedException {
    HeadKind kind = candidate.kind();
    Learner.Fit fit = candidate.learner().fit(strength, start);
    return new TrainedHead(
        Correction.of(fit.head(), kind, options.balance(), problem, temperature),
        kind,
        strength,
        temperature,
        options.balance(),
        fit.iterations(),
        fit.loss(),
        problem.data().scale(),
        trials);
  }
}
