package dev.graft.vision.guard;

/** A sign that a network forgets, or learns its examples by heart. */
public enum Alarm {
  /** A loss is no longer a number. */
  NOT_A_NUMBER,
  /** Accuracy fell far below its peak at once. */
  COLLAPSE,
  /** Validation loss rises while training loss falls. */
  OVERFITTING,
  /** Validation accuracy stays below its peak. */
  PAST_THE_PEAK,
  /** One class pays for the others. */
  CLASS_FORGOTTEN,
  /** Channels of a stage no longer answer to anything. */
  DEAD_CHANNELS,
  /** Channels of a stage are always at the end of their activation. */
  SATURATED,
  /** Weights of a stage are far from where they began. */
  FAR_FROM_START
}
