package dev.graft.deploy.demo;

import dev.graft.deploy.demo.props.PictureSet;
import dev.graft.deploy.demo.props.Sample;
import dev.graft.vision.draw.DemoPictures;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Pictures that the demo draws itself, of a family unlike those that mini was trained on. */
final class DrawnPictures {
  private static final int TRAIN = 1_000;
  private static final int TEST = 360;
  private static final long FIRST_TEST_SEED = 1_000_000;

  private DrawnPictures() {}

  static PictureSet draw() {
    return new PictureSet(
        DemoPictures.classes(),
        Arrival.order(samples("train", TRAIN, 0), new Random(1)),
        samples("test", TEST, FIRST_TEST_SEED));
  }

  private static List<Sample> samples(String part, int count, long firstSeed) {
    var classes = DemoPictures.classes();
    var samples = new ArrayList<Sample>();
    for (int i = 0; i < count; i++) {
      var name = classes.get(i % classes.size());
      long seed = firstSeed + i / classes.size();
      samples.add(new Sample("demo/%s/%05d".formatted(part, i), name, drawnOnce(name, seed)));
    }
    return samples;
  }

  /** Test pictures are asked about again and again. */
  private static Supplier<byte[]> drawnOnce(String className, long seed) {
    var drawn = new java.util.concurrent.atomic.AtomicReference<byte[]>();
    return () -> {
      var before = drawn.get();
      if (before != null) {
        return before;
      }
      var picture = DemoPictures.png(className, seed);
      drawn.set(picture);
      return picture;
    };
  }
}
