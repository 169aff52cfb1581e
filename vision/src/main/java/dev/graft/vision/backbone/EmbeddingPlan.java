package dev.graft.vision.backbone;

/**
 * How a backbone runs its forward passes; a matter of speed, the answers stay.
 *
 * @param batch most pictures in one pass
 */
public record EmbeddingPlan(Layout layout, int batch) {}
