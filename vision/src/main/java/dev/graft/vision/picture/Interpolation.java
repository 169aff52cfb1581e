package dev.graft.vision.picture;

/** How a resized pixel is mixed from its neighbours: PIL's filters of these names. */
public enum Interpolation {
  BILINEAR,
  BICUBIC
}
