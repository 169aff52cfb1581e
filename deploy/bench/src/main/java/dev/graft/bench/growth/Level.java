package dev.graft.bench.growth;

import java.util.List;

/**
 * What was measured with so many examples there.
 *
 * @param arrivalSeconds until the trainer held what was added since the last level
 * @param labelToServing seconds from a label's record to the first answer of a version with it
 * @param fits how long the fits of those labels took, judged head and gate's scores, seconds
 * @param heapBytes of the trainer after a full collection
 * @param residentKibibytes of the trainer
 * @param storeBytes of the trainer's stores on disk
 */
record Level(
    int examples,
    int added,
    double arrivalSeconds,
    double firstVersionSeconds,
    List<Double> labelToServing,
    List<Double> fits,
    long heapBytes,
    long residentKibibytes,
    long storeBytes) {}
