package dev.graft.vision.tune;

import dev.graft.vision.optim.OptimizerSettings;
import java.util.List;

/** A recipe while one thing of it is changed. */
final class RecipeDraft {
  List<Phase> phases;
  OptimizerSettings optimizer;
  BatchNormMode batchNorm;
  Views views;
  int batch;
  double labelSmoothing;
  double mixup;
  double clip;
  double averaging;
  int patience;
  long seed;

  RecipeDraft(Recipe recipe) {
    phases = recipe.phases();
    optimizer = recipe.optimizer();
    batchNorm = recipe.batchNorm();
    views = recipe.views();
    batch = recipe.batch();
    labelSmoothing = recipe.labelSmoothing();
    mixup = recipe.mixup();
    clip = recipe.clip();
    averaging = recipe.averaging();
    patience = recipe.patience();
    seed = recipe.seed();
  }

  Recipe recipe() {
    return new Recipe(
        phases,
        optimizer,
        batchNorm,
        views,
        batch,
        labelSmoothing,
        mixup,
        clip,
        averaging,
        patience,
        seed);
  }
}
