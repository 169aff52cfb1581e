package dev.graft.deploy.lab;

/**
 * A picture as a network sees it.
 *
 * @param stages its embedding after each stage, {@code [stage][width]}
 */
record Embedded(LabPicture picture, float[][] stages) {}
