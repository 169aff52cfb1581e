package dev.graft.trainer.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.trainer.v1.TunePlan;
import dev.graft.v1.KeptLabels;
import dev.graft.v1.TunePolicy;
import dev.graft.v1.TunePolicy.Preset;
import dev.graft.vision.augment.Augmentation;
import dev.graft.vision.augment.Transformation;
import dev.graft.vision.guard.GuardRules;
import dev.graft.vision.tune.Views;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which changed pictures a plan learns from. */
class RecipesTest {
  @Test
  void mirroredOnesAreLearnedFromUnlessTheTaskSaysThatItChangesLabels() {
    assertEquals(Views.mirroredToo(), Recipes.of(plan(Preset.ONE_CYCLE)).views());
    assertEquals(
        Views.mirroredToo(),
        Recipes.of(keeping(Preset.ONE_CYCLE, TunePolicy.Transformation.MIRROR)).views());
    assertEquals(Views.plain(), Recipes.of(keeping(Preset.ONE_CYCLE)).views());
    assertEquals(
        Views.plain(),
        Recipes.of(keeping(Preset.ONE_CYCLE, TunePolicy.Transformation.CROP)).views());
  }

  @Test
  void presetsThatChangeNothingStillDoNot() {
    assertEquals(
        Views.plain(),
        Recipes.of(keeping(Preset.ADAM_W, TunePolicy.Transformation.MIRROR)).views());
  }

  @Test
  void augmentedOnesAreChangedOnlyAsTheTaskAllows() {
    assertEquals(
        new Views(true, 8, false, Augmentation.standard()),
        Recipes.of(plan(Preset.AUGMENTED)).views());
    var views = Recipes.of(keeping(Preset.AUGMENTED, TunePolicy.Transformation.COLOUR)).views();
    assertEquals(
        new Views(false, 8, false, Augmentation.keeping(Set.of(Transformation.COLOUR))), views);
    assertEquals(Views.plain(), Recipes.of(keeping(Preset.AUGMENTED)).views());
  }

  @Test
  void everyChangeOfTheWireIsOneOfVision() {
    var all =
        EnumSet.complementOf(
            EnumSet.of(
                TunePolicy.Transformation.TRANSFORMATION_UNSPECIFIED,
                TunePolicy.Transformation.UNRECOGNIZED));
    var plan = keeping(Preset.AUGMENTED, all.toArray(TunePolicy.Transformation[]::new));
    assertEquals(
        EnumSet.allOf(Transformation.class),
        Recipes.of(plan).views().augmentation().keepingLabels());
  }

  @Test
  void theGuardSeesPastThePeakOfTheFasterCycleAlone() {
    assertEquals(GuardRules.OVER_A_PEAK, Recipes.rules(plan(Preset.AUGMENTED)));
    assertEquals(GuardRules.DEFAULT, Recipes.rules(plan(Preset.ONE_CYCLE)));
  }

  private static TunePlan plan(Preset preset) {
    return TunePlan.newBuilder().setCut("layer3").setPreset(preset).build();
  }

  private static TunePlan keeping(Preset preset, TunePolicy.Transformation... kept) {
    return plan(preset).toBuilder()
        .setKeepsLabels(KeptLabels.newBuilder().addAllTransformations(List.of(kept)))
        .build();
  }
}
