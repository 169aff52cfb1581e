package dev.graft.vision.bundle;

/** How many examples of a class the dataset has in each split. */
public record ClassCounts(String className, int train, int validation) {}
