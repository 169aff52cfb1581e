package dev.graft.vision.backbone;

import org.jspecify.annotations.Nullable;

/**
 * Features of a stage, one vector for a picture.
 *
 * @param stage name of one, as {@link Network#stageNames} has it, or {@value #EMBEDDING}
 * @param pooling of its map's pixels, or a transformer's tokens; null: the mean. The usual
 *     embedding is a vector already: of it there is only one.
 */
public record Tap(String stage, @Nullable Pooling pooling) {
  /** Stands for the usual embedding, among the stages. */
  public static final String EMBEDDING = "embedding";

  /** How many pixels become one. */
  public enum Pooling {
    /** Their mean: as many numbers as channels. */
    MEAN,
    /**
     * Their means, then the greatest of each channel (Howard and Gugger 2020, fastai's concat
     * pool).
     */
    MEAN_AND_MAX
  }

  public Tap(@Nullable String stage, @Nullable Pooling pooling) {
    this.stage = stage == null ? "" : stage;
    this.pooling = pooling == null ? Pooling.MEAN : pooling;
  }

  boolean isEmbedding() {
    return stage.equals(EMBEDDING);
  }

  boolean withMax() {
    return pooling == Pooling.MEAN_AND_MAX;
  }

  String canonical() {
    return stage + (withMax() ? " mean and max" : isEmbedding() ? "" : " mean");
  }
}
