package dev.graft.vision.score;

/**
 * How one class fares.
 *
 * @param examples how many show it
 * @param recall share of them that were recognised; 0 without examples
 * @param precision share of the answers with this class that were right; 0 when it was never
 *     answered
 */
public record ClassScore(String name, int examples, double recall, double precision) {}
