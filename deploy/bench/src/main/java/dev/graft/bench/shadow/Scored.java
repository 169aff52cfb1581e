package dev.graft.bench.shadow;

import dev.graft.bench.system.BenchSystem;
import dev.graft.bench.system.Metrics;

/**
 * What inference-service says of the versions on trial.
 *
 * @param requests that both versions answered
 * @param unscored that only one did
 */
record Scored(long requests, long unscored) {

  static Scored of(BenchSystem graft) {
    var metrics = Metrics.of(graft.addresses().inferenceHttp());
    return new Scored(
        (long) metrics.sum("graft_inference_scored_total"),
        (long) metrics.sum("graft_inference_unscored_total"));
  }

  Scored since(Scored before) {
    return new Scored(requests - before.requests, unscored - before.unscored);
  }
}
