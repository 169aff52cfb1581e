package dev.graft.deploy.demo;

import dev.graft.deploy.demo.trial.TrialReport;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a demo run found. Accuracies are fractions in [0,1].
 *
 * @param testAccuracy of the version that serves at the end, on all test pictures, asked over gRPC
 * @param randomWeightsAccuracy of a head on the same network with random weights; absent if not
 *     measured
 * @param swaps how many versions were heard to take over from another
 * @param imagesPerSecond from the first picture published to the last embedding, bytes through
 *     Kafka included
 * @param trial of a second task, whose versions must earn their traffic; absent if there are too
 *     few pictures
 * @param missedLabels single labels that no version included in time
 * @param checks what the exit code depends on
 */
record Report(
    String backbone,
    List<String> classes,
    int trainPictures,
    int testPictures,
    double testAccuracy,
    @Nullable Double randomWeightsAccuracy,
    List<Point> accuracyOverTime,
    Percentiles labelToServingMillis,
    long singleLabels,
    int missedLabels,
    int versions,
    int swaps,
    long requests,
    long failedRequests,
    Map<String, Long> failures,
    Percentiles predictMillis,
    double imagesPerSecond,
    @Nullable TrialReport trial,
    double seconds,
    Map<String, Boolean> checks) {

  /**
   * The accuracy at one moment.
   *
   * @param seconds since the first label
   * @param labels published so far
   */
  record Point(double seconds, int labels, long version, double accuracy) {}

  /** Milliseconds. */
  record Percentiles(double p50, double p99) {}

  boolean good() {
    return checks.values().stream().allMatch(held -> held);
  }
}
