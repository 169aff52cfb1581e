package dev.graft.deploy.lab;

import dev.graft.vision.backbone.Device;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * What an experiment is about.
 *
 * @param images folder with train/CLASS and test/CLASS
 * @param out where report and pictures go
 * @param perClass most train pictures of a class
 * @param limit longest time for all of it; {@link #usualLimit} where nobody said one
 * @param say what happens, in a line
 * @param progress how many pictures went through the network
 */
public record LabOptions(
    Path images,
    Path out,
    long seed,
    int perClass,
    Duration limit,
    Device device,
    Consumer<String> say,
    IntConsumer progress) {
  private static final Duration USUAL = Duration.ofMinutes(20);
  private static final int USUAL_PICTURES = 500;

  /** Twenty minutes for 500 train pictures, and in proportion; never less than two. */
  public static Duration usualLimit(int trainPictures) {
    Duration proportional = USUAL.multipliedBy(trainPictures).dividedBy(USUAL_PICTURES);
    Duration least = Duration.ofMinutes(2);
    return proportional.compareTo(least) < 0 ? least : proportional;
  }
}
