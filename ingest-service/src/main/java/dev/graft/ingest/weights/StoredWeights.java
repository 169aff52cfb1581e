package dev.graft.ingest.weights;

/**
 * Weights that are in the store.
 *
 * @param digest sha256 in hex, for a task's {@code backbone.weights_digest}
 */
public record StoredWeights(String digest, long bytes, boolean alreadyKnown) {}
