package dev.graft.inference.serve;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** A small real picture. */
public final class TestPictures {

  private TestPictures() {}

  public static byte[] png() {
    var image = new BufferedImage(80, 60, BufferedImage.TYPE_INT_RGB);
    for (var x = 0; x < 80; x++) {
      for (var y = 0; y < 60; y++) {
        image.setRGB(x, y, x * y * 31);
      }
    }
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }
}
