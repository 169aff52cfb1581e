package dev.graft.deploy.demo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the demo is to be told.
 *
 * @param images folder with train/CLASS and test/CLASS; null: pictures that we draw
 * @param weights for the backbone; null: those that ship with it
 * @param singleLabels how many labels come one at a time, at the end
 * @param requestsPerSecond pace of the client that keeps asking
 */
public record DemoOptions(
    @Nullable Path images,
    String backbone,
    @Nullable Path weights,
    int singleLabels,
    double requestsPerSecond) {
  /** The random-weights baseline is about our own weights, so only they are compared with it. */
  boolean compared() {
    return weights == null && backbone.equals("mini");
  }
}
