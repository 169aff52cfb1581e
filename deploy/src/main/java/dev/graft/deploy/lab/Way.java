package dev.graft.deploy.lab;

import dev.graft.vision.augment.Augmentation;
import dev.graft.vision.guard.GuardRules;
import dev.graft.vision.optim.Schedule;
import dev.graft.vision.tune.HeadStart;
import dev.graft.vision.tune.Phase;
import dev.graft.vision.tune.Rates;
import dev.graft.vision.tune.Recipe;
import dev.graft.vision.tune.SplitNetwork;
import dev.graft.vision.tune.Views;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A way to train more than the head.
 *
 * @param source where its tail begins, and what it is shown
 * @param fromChance instead of the pretrained weights
 * @param least epochs that make sense
 * @param most epochs that it wants
 * @param viewsEach how many views of each picture an epoch shows
 * @param recipe by number of epochs
 * @param rules of the guard
 */
record Way(
    String name,
    CutSource source,
    boolean fromChance,
    int least,
    int most,
    int viewsEach,
    IntFunction<Recipe> recipe,
    GuardRules rules) {
  /** Each stage this many times as fast as the one before it. */
  private static final double RATIO = 1.2;

  private static final Views ONE_OF_TWO = new Views(true, 0, false, Augmentation.standard());

  /** What comes from chance has nothing to forget: only what never gets better is a reason. */
  private static final GuardRules FROM_CHANCE =
      new GuardRules(10, 1, 2, 2, 2, 2, 2, Double.MAX_VALUE, 0.1, 2);

  /** The tail and the head together; earlier stages more slowly. */
  static Way discriminative(CutSource source) {
    return new Way(
        "discriminative",
        source,
        false,
        3,
        6,
        2,
        epochs -> oneCycle(source, epochs, Rates.geometric(2e-4, RATIO, 2e-3)),
        GuardRules.DEFAULT);
  }

  /**
   * The same from an earlier stage on, for pictures to which the features in between are strange.
   * Faster than the later tail alone, for more has to change; and so much that learns would know
   * two views of each picture by heart.
   *
   * @param earlier as {@link CutSource#earlier}
   */
  static Way deeper(CutSource earlier) {
    return new Way(
        "deeper",
        earlier,
        false,
        5,
        12,
        1,
        epochs -> lasting(Recipe.augmented(earlier.cut(), Augmentation.standard()), epochs),
        GuardRules.OVER_A_PEAK);
  }

  /** The head, the later half of the tail, all of the tail. */
  static Way gradual(CutSource source) {
    List<String> stages = source.architecture().network(0).stageNames();
    int cut = stages.indexOf(source.cut());
    String last = stages.get(cut + (stages.size() - cut) / 2);
    return new Way(
        "gradual",
        source,
        false,
        4,
        20,
        1,
        epochs -> shortened(Recipe.gradual(last, source.cut()), epochs / 20.0),
        GuardRules.DEFAULT);
  }

  private static Recipe shortened(Recipe recipe, double share) {
    return recipe.withPhases(
        recipe.phases().stream()
            .map(
                phase ->
                    new Phase(
                        phase.from(),
                        (int) Math.max(1, Math.floor(share * phase.epochs())),
                        phase.rates(),
                        phase.schedule()))
            .toList());
  }

  /** Every stage, at low rates. */
  static Way full(CutSource usual) {
    CutSource source = usual.whole();
    return new Way(
        "full",
        source,
        false,
        2,
        8,
        1,
        epochs ->
            oneCycle(source, epochs, Rates.geometric(1e-4, RATIO, 1e-3)).withViews(ONE_OF_TWO),
        GuardRules.DEFAULT);
  }

  /** The same network with no pretraining, on pictures of half the usual side where it can. */
  static Way scratch(CutSource usual) {
    CutSource source = usual.halved().orElse(usual).whole();
    return new Way(
        "scratch",
        source,
        true,
        5,
        30,
        1,
        epochs ->
            Recipe.fromScratch(source.cut(), epochs).withViews(ONE_OF_TWO).withSmoothing(0.05),
        FROM_CHANCE);
  }

  private static Recipe lasting(Recipe recipe, int epochs) {
    Phase phase = recipe.phases().get(0);
    return recipe.withPhases(
        List.of(new Phase(phase.from(), epochs, phase.rates(), phase.schedule())));
  }

  private static Recipe oneCycle(CutSource source, int epochs, Rates rates) {
    return Recipe.oneCycle(source.cut())
        .withPhases(List.of(new Phase(source.cut(), epochs, rates, Schedule.oneCycle())));
  }

  /** Whether it trains from activations that are kept already. */
  boolean keepsActivations(CutSource usual) {
    return source.cut().equals(usual.cut());
  }

  /** Seconds of an epoch. */
  double epochSeconds(EpochCost cost, int pictures, int heldOut) {
    return cost.seconds(viewsEach * pictures, 2 * heldOut);
  }

  /** The network that it begins with. */
  SplitNetwork split(HeadStart head) {
    return fromChance
        ? SplitNetwork.fromScratch(
            source.architecture(), head.classes(), source.seed(), source.device())
        : source.split(head);
  }
}
