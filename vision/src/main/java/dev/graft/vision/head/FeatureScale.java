package dev.graft.vision.head;

/**
 * Mean and spread of each feature over the examples of a fit.
 *
 * @param mean [width]
 * @param spread [width] standard deviation; 1 for a feature that never changes
 */
public record FeatureScale(float[] mean, float[] spread) {}
