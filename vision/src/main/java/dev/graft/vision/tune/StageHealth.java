package dev.graft.vision.tune;

/**
 * How a stage is doing after an epoch; a guard reads it.
 *
 * @param stage its name; {@link Phase#HEAD} for the head, which has no activations
 * @param distance of its weights from where the fine-tune began, as a share of their length then:
 *     |w - w0| / |w0|
 * @param dead share of its channels that answer the same number to every pixel of every held-out
 *     picture
 * @param saturated share of its channels that are at their greatest value for 95 % of those, as a
 *     ReLU6 that always answers 6
 */
public record StageHealth(String stage, double distance, double dead, double saturated) {}
