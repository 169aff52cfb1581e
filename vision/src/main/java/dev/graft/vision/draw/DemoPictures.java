package dev.graft.vision.draw;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

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
    return encode(Bench.draw(SIZE, Part.named(className), seed));
  }

  private static byte[] encode(Sheet sheet) {
    byte[] rgb = sheet.rgb();
    var image = new BufferedImage(sheet.size, sheet.size, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < sheet.size * sheet.size; i++) {
      int value = (rgb[3 * i] & 0xFF) << 16 | (rgb[3 * i + 1] & 0xFF) << 8 | rgb[3 * i + 2] & 0xFF;
      image.setRGB(i % sheet.size, i / sheet.size, value);
    }
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return out.toByteArray();
  }
}
