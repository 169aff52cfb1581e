package dev.graft.deploy.audit;

import java.util.List;

/**
 * An example, in the form in which the sides are compared.
 *
 * @param split TRAIN or VALIDATION
 * @param embeddings "space vector-digest", sorted
 */
public record Held(String className, String split, List<String> embeddings) {}
