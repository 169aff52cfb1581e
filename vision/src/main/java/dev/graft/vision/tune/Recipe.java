package dev.graft.vision.tune;

import dev.graft.vision.augment.Augmentation;
import dev.graft.vision.optim.OptimizerSettings;
import dev.graft.vision.optim.Schedule;
import java.util.List;
import java.util.function.Consumer;

/**
 * How to fine-tune. The same recipe, data and start give the same weights on the same machine with
 * one intra-op thread.
 *
 * @param phases in order, each with a fresh optimizer
 * @param batch pictures per step at most
 * @param labelSmoothing share of each target that is spread over all classes
 * @param mixup alpha of the Beta distribution by which pairs are mixed at the cut; 0 for none.
 *     Zhang et al. 2018; Verma et al. 2019 for doing it inside the network
 * @param clip longest gradient of all weights together; 0 for no clipping
 * @param averaging how much of the moving average of the weights stays in each step; 0 for none.
 *     With it, the averaged weights are judged and are the result
 * @param patience epochs of a phase without a better held-out score before it ends; 0 for all
 *     epochs
 * @param seed of order, views, mixing
 */
public record Recipe(
    List<Phase> phases,
    OptimizerSettings optimizer,
    BatchNormMode batchNorm,
    Views views,
    int batch,
    double labelSmoothing,
    double mixup,
    double clip,
    double averaging,
    int patience,
    long seed) {
  public Recipe {
    phases = List.copyOf(phases);
    if (phases.isEmpty() || batch < 1) {
      throw new IllegalArgumentException("a recipe has a phase, and pictures in a batch");
    }
    if (!(labelSmoothing >= 0 && labelSmoothing < 1) || !(averaging >= 0 && averaging < 1)) {
      throw new IllegalArgumentException("smoothing and averaging are at least 0 and below 1");
    }
    if (!(mixup >= 0) || !(clip >= 0) || patience < 0) {
      throw new IllegalArgumentException("mixup, clip and patience are not negative");
    }
  }

  /**
   * Momentum 0.9 at 1e-4, 1e-4, 1e-3, 1e-2 from the network's first quarter to its last, head 1e-1;
   * cosine, 10 epochs.
   */
  public static Recipe sgd(String from) {
    Rates rates = Rates.table(List.of(1e-4, 1e-4, 1e-3, 1e-2), 1e-1);
    return of(OptimizerSettings.sgd(), new Phase(from, 10, rates, Schedule.cosine()));
  }

  /**
   * AdamW at 1e-6, 5e-6, 1e-5, 5e-5 from the network's first quarter to its last, head 1e-3, weight
   * decay 0.01; cosine, 10 epochs.
   */
  public static Recipe adamW(String from) {
    Rates rates = Rates.table(List.of(1e-6, 5e-6, 1e-5, 5e-5), 1e-3);
    return of(OptimizerSettings.adamW(), new Phase(from, 10, rates, Schedule.cosine()));
  }

  /**
   * AdamW in one cycle of 6 epochs, tail 2e-4, head 2e-3, label smoothing 0.05, plain and mirrored
   * views: short and strong, what a few hundred pictures near to the pretraining take well.
   */
  public static Recipe oneCycle(String from) {
    return of(
            OptimizerSettings.adamW(),
            new Phase(from, 6, Rates.uniform(2e-4, 2e-3), Schedule.oneCycle()))
        .withSmoothing(0.05)
        .withViews(Views.mirroredToo());
  }

  /**
   * AdamW in one cycle of 12 epochs, last stage 5e-4 and each before it 1.2 times as slow, head
   * 5e-3, label smoothing 0.05, one of ten views of each picture in an epoch: for a long tail,
   * which would know two views of a picture by heart, and pictures unlike those of the pretraining.
   *
   * @param augmentation of eight of the views
   */
  public static Recipe augmented(String from, Augmentation augmentation) {
    return of(
            OptimizerSettings.adamW(),
            new Phase(from, 12, Rates.geometric(5e-4, 1.2, 5e-3), Schedule.oneCycle()))
        .withSmoothing(0.05)
        .withViews(Views.augmentedBy(augmentation, 8));
  }

  /**
   * Gradual unfreezing (Howard and Ruder 2018): the head for 5 epochs at 1e-3, the last part of the
   * tail for 5 at 1e-4, the part before it too for 10 at 1e-5, the head always ten times as fast as
   * the tail.
   *
   * @param last first stage of the last part, e.g. {@code layer4}
   * @param before first stage of the part before it, e.g. {@code layer3}; the cut may not be later
   */
  public static Recipe gradual(String last, String before) {
    return of(
        OptimizerSettings.adamW(),
        new Phase(Phase.HEAD, 5, Rates.uniform(1e-3, 1e-3), Schedule.constant()),
        new Phase(last, 5, Rates.uniform(1e-4, 1e-3), Schedule.constant()),
        new Phase(before, 10, Rates.uniform(1e-5, 1e-4), Schedule.constant()));
  }

  /** From random weights: everything learns at one rate, BatchNorm too; for those with the data. */
  public static Recipe fromScratch(String firstStage, int epochs) {
    return of(
            OptimizerSettings.adamW(),
            new Phase(firstStage, epochs, Rates.uniform(1e-3, 1e-3), Schedule.oneCycle()))
        .withBatchNorm(BatchNormMode.TRAINED);
  }

  private static Recipe of(OptimizerSettings optimizer, Phase... phases) {
    return new Recipe(
        List.of(phases),
        optimizer,
        BatchNormMode.STATISTICS_FROZEN,
        Views.plain(),
        32,
        0,
        0,
        0,
        0,
        0,
        0);
  }

  /** The same at rates so many times as high: what a guard does after an alarm, with a tenth. */
  public Recipe times(double factor) {
    return withPhases(phases.stream().map(phase -> phase.times(factor)).toList());
  }

  public Recipe withPhases(List<Phase> other) {
    return with(draft -> draft.phases = other);
  }

  public Recipe withOptimizer(OptimizerSettings other) {
    return with(draft -> draft.optimizer = other);
  }

  public Recipe withBatchNorm(BatchNormMode other) {
    return with(draft -> draft.batchNorm = other);
  }

  public Recipe withViews(Views other) {
    return with(draft -> draft.views = other);
  }

  public Recipe withBatch(int other) {
    return with(draft -> draft.batch = other);
  }

  public Recipe withSmoothing(double other) {
    return with(draft -> draft.labelSmoothing = other);
  }

  public Recipe withMixup(double alpha) {
    return with(draft -> draft.mixup = alpha);
  }

  public Recipe withClip(double longest) {
    return with(draft -> draft.clip = longest);
  }

  public Recipe withAveraging(double kept) {
    return with(draft -> draft.averaging = kept);
  }

  public Recipe withPatience(int epochs) {
    return with(draft -> draft.patience = epochs);
  }

  public Recipe withSeed(long other) {
    return with(draft -> draft.seed = other);
  }

  private Recipe with(Consumer<RecipeDraft> change) {
    var draft = new RecipeDraft(this);
    change.accept(draft);
    return draft.recipe();
  }
}
