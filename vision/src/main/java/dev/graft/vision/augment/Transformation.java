package dev.graft.vision.augment;

/** A kind of change. A task declares which of them keep its labels: a flipped 6 is no 6. */
public enum Transformation {
  /** A random box of 0.8 to 1 of the area, sides 3:4 to 4:3, stretched to the input. */
  CROP,
  /** Left and right change places. */
  MIRROR,
  /** Top and bottom change places. */
  UPSIDE_DOWN,
  /** By at most 15 degrees. */
  ROTATION,
  /** Brightness, contrast and saturation by a fifth, hue by a tenth of the circle. */
  COLOUR,
  /** A box is blanked in one of ten pictures. */
  ERASING
}
