package dev.graft.vision.bundle;

import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.picture.Picture;
import java.util.List;

/**
 * A picture that is the same everywhere, computed rather than stored: stripes and disks in three
 * colours, 320 x 240.
 */
public final class ProbePicture {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;

  private ProbePicture() {}

  /** What this backbone makes of the picture. */
  public static PictureProbe of(Backbone backbone) {
    int bands = backbone.preprocessing().bands().stream().max(Integer::compare).orElse(0);
    Picture shown = picture(Math.max(Picture.COLOURS, bands));
    return new PictureProbe(backbone.embed(List.of(backbone.prepare(shown)))[0]);
  }

  static Picture picture() {
    return picture(Picture.COLOURS);
  }

  /** Whole numbers only, so every machine draws the same bytes. */
  private static Picture picture(int bands) {
    byte[] samples = new byte[WIDTH * HEIGHT * bands];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int at = (y * WIDTH + x) * bands;
        int disk = (x - 100) * (x - 100) + (y - 120) * (y - 120) < 80 * 80 ? 180 : 20;
        samples[at] = (byte) disk;
        samples[at + 1] = (byte) ((x / 12 + y / 9) % 2 == 0 ? 210 : 40);
        samples[at + 2] = (byte) ((x * x + 3 * y * y) / 257 % 256);
        for (int band = Picture.COLOURS; band < bands; band++) {
          samples[at + band] = (byte) ((band * x + (band + 2) * y) / 3 % 256);
        }
      }
    }
    return new Picture(WIDTH, HEIGHT, bands, samples);
  }
}
