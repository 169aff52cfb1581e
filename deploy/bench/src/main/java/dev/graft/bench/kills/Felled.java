package dev.graft.bench.kills;

/**
 * What one kill did.
 *
 * @param number in the order of the run, from 1
 * @param atSeconds since the run began
 * @param backSeconds until the part's next process was ready, all services were, both replicas
 *     answered and labels became examples again
 * @param outageMillis longest pause between answers of the first replica from this kill to the next
 * @param failed requests to the first replica that failed in that time
 * @param secondPauseMillis longest pause between answers of the second replica
 * @param secondFailed requests to the second replica that failed
 * @param examplesPauseMillis longest pause between changes on graft.examples
 */
record Felled(
    int number,
    String part,
    double atSeconds,
    double backSeconds,
    double outageMillis,
    int failed,
    double secondPauseMillis,
    int secondFailed,
    double examplesPauseMillis) {}
