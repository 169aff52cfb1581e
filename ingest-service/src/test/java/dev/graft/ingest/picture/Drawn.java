package dev.graft.ingest.picture;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Small pictures for tests, drawn on the spot. */
public final class Drawn {
  private Drawn() {}

  /** A picture whose bytes depend on the seed. */
  public static byte[] png(int seed) {
    return encoded("png", 8, 6, seed);
  }

  public static byte[] jpeg(int seed) {
    return encoded("jpg", 16, 12, seed);
  }

  public static byte[] encoded(String format, int width, int height, int seed) {
    int type = format.equals("wbmp") ? BufferedImage.TYPE_BYTE_BINARY : BufferedImage.TYPE_INT_RGB;
    var image = new BufferedImage(width, height, type);
    var graphics = image.createGraphics();
    graphics.setColor(new Color(seed * 7919 & 0xFFFFFF));
    graphics.fillRect(1, 1, width - 2, height - 2);
    graphics.dispose();
    try {
      var out = new ByteArrayOutputStream();
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException(format);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A PNG of a hundred bytes whose header promises gigabytes of pixels. */
  public static byte[] bomb() {
    byte[] png = png(1);
    ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
    var crc = new CRC32();
    crc.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
    return png;
  }
}
