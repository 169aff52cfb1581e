package dev.graft.vision.tune;

/**
 * One look at one picture.
 *
 * @param number which of its {@link Views}; 0 is the plain one
 */
public record View(LabelledPicture picture, int number) {}
