package dev.graft.vision.draw;

import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.PngEncoder;
import java.util.Arrays;
import java.util.List;

/**
 * The demonstration's task: which machine part lies on the bench. What it has in common with the
 * pretraining pictures is only that both are drawn: none of these parts is among the contours
 * there.
 */
public final class DemoPictures {
  private static final int SIZE = 96;

  private DemoPictures() {}

  /** The classes, in the order of their indices. */
  public static List<String> classes() {
    return Arrays.stream(Part.values()).map(Part::className).toList();
  }

  /**
   * One picture as a PNG file, 96 pixels square; the same arguments always give the same pixels.
   *
   * @throws IllegalArgumentException if there is no such class
   */
  public static byte[] png(String className, long seed) {
    Sheet sheet = Bench.draw(SIZE, Part.named(className), seed);
    return PngEncoder.png(new Picture(sheet.size, sheet.size, sheet.rgb()));
  }
}
