package dev.graft.trainer.tune;

import dev.graft.trainer.v1.TunePlan;
import dev.graft.v1.TunePolicy;
import dev.graft.vision.augment.Augmentation;
import dev.graft.vision.augment.Transformation;
import dev.graft.vision.guard.GuardRules;
import dev.graft.vision.optim.Schedule;
import dev.graft.vision.tune.BatchNormMode;
import dev.graft.vision.tune.Phase;
import dev.graft.vision.tune.Rates;
import dev.graft.vision.tune.Recipe;
import dev.graft.vision.tune.Views;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The recipe that a plan stands for; the same plan always gives the same. */
final class Recipes {
  /** Each stage learns this many times as fast as the one before it. */
  private static final double RATIO = 1.2;

  private Recipes() {}

  static Recipe of(TunePlan plan) {
    String cut = plan.getCut();
    Recipe recipe =
        switch (plan.getPreset()) {
          case SGD -> Recipe.sgd(cut);
          case ADAM_W -> Recipe.adamW(cut);
          case GRADUAL -> Recipe.gradual(plan.getLater(), cut);
          case AUGMENTED -> Recipe.augmented(cut, Augmentation.keeping(keepingLabels(plan)));
          default -> oneCycle(cut, plan.getStrategy().equals("full"));
        };
    return recipe
        .withPhases(recipe.phases().stream().map(phase -> sized(phase, plan)).toList())
        .withViews(views(recipe, plan))
        .withBatchNorm(mode(plan));
  }

  /** Those of the recipe, without a mirrored one where the task says that it changes labels. */
  private static Views views(Recipe recipe, TunePlan plan) {
    boolean mirrors = recipe.views().mirrored();
    return mirrors && !keepingLabels(plan).contains(Transformation.MIRROR)
        ? Views.plain()
        : recipe.views();
  }

  private static Set<Transformation> keepingLabels(TunePlan plan) {
    if (!plan.hasKeepsLabels()) {
      return plan.getPreset() == TunePolicy.Preset.AUGMENTED
          ? Augmentation.standard().keepingLabels()
          : Set.of(Transformation.MIRROR);
    }
    return plan.getKeepsLabels().getTransformationsList().stream()
        .map(kept -> Transformation.valueOf(kept.name()))
        .collect(Collectors.toSet());
  }

  /** What alarms the guard. */
  static GuardRules rules(TunePlan plan) {
    return plan.getPreset() == TunePolicy.Preset.AUGMENTED
        ? GuardRules.OVER_A_PEAK
        : GuardRules.DEFAULT;
  }

  private static BatchNormMode mode(TunePlan plan) {
    return switch (plan.getBatchNorm()) {
      case ALL_FROZEN -> BatchNormMode.ALL_FROZEN;
      case TRAINED -> BatchNormMode.TRAINED;
      default -> BatchNormMode.STATISTICS_FROZEN;
    };
  }

  /** The whole network at half the rate and in fewer epochs: it has more to forget. */
  private static Recipe oneCycle(String cut, boolean whole) {
    Rates rates = Rates.geometric(whole ? 1e-4 : 2e-4, RATIO, whole ? 1e-3 : 2e-3);
    return Recipe.oneCycle(cut)
        .withPhases(List.of(new Phase(cut, whole ? 4 : 6, rates, Schedule.oneCycle())));
  }

  private static Phase sized(Phase phase, TunePlan plan) {
    return plan.getEpochs() == 0
        ? phase
        : new Phase(phase.from(), plan.getEpochs(), phase.rates(), phase.schedule());
  }

  /** With every return that the guard allows. */
  static int mostEpochs(TunePlan plan) {
    int once = of(plan).phases().stream().mapToInt(Phase::epochs).sum();
    return once * (1 + rules(plan).returns());
  }

  /** What of BatchNorm learns, in the words of graft.runs. */
  static String batchNorm(TunePlan plan) {
    return of(plan).batchNorm().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** For people. */
  static String said(Recipe recipe) {
    return recipe.optimizer()
        + "; "
        + recipe.phases().stream()
            .map(
                phase ->
                    "from %s: %d epochs, %s, %s"
                        .formatted(phase.from(), phase.epochs(), phase.rates(), phase.schedule()))
            .reduce((a, b) -> a + "; " + b)
            .orElse("");
  }
}
