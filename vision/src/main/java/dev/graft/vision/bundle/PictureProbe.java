package dev.graft.vision.bundle;

/**
 * What the backbone made of the {@link ProbePicture}.
 *
 * @param embedding [width]
 */
public record PictureProbe(float[] embedding) {}
