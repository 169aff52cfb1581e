package dev.graft.vision.tune;

/**
 * Where a fine-tune stands, between two steps: enough to go on elsewhere to the same weights.
 *
 * @param tensors safetensors: weights, the optimizer's state, averages, best so far
 * @param state JSON: where in the recipe, scores so far, and what it belongs to
 */
public record Checkpoint(byte[] tensors, byte[] state) {}
