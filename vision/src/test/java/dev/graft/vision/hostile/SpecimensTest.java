package dev.graft.vision.hostile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where nothing is lost on the way, every variant decodes to the motif that was written. */
class SpecimensTest {
  private final PictureDecoder decoder = new PictureDecoder(PictureLimits.DEFAULT);

  static Stream<Specimen> exact() {
    return HostilePictures.specimens().stream()
        .filter(Specimen::taken)
        .filter(
            specimen ->
                specimen.name().matches("(png|tiff)/(gray|rgba?|gray-alpha|cmyk)(8|16)(-.*)?"))
        .filter(
            specimen -> // other rows, turned, lossy, or with differences that are none
            !specimen.name().matches(".*(interlaced|notes|tiles|planes|jpeg|differences).*"));
  }

  @ParameterizedTest
  @MethodSource("exact")
  void decodesToWhatWasWritten(Specimen specimen) {
    var decoded = decoder.decode(specimen.bytes());
    var picture = assertInstanceOf(Decoded.Readable.class, decoded, specimen.name()).picture();
    assertArrayEquals(motif(specimen.variant()), picture.rgb(), specimen.name());
  }

  private static byte[] motif(String variant) {
    var rgb = new byte[3 * Motif.WIDTH * Motif.HEIGHT];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % Motif.WIDTH;
      int y = i / 3 / Motif.WIDTH;
      int channel = variant.startsWith("gray") ? 0 : i % 3;
      int sample = Motif.sample(x, y, channel);
      rgb[i] = (byte) (variant.startsWith("cmyk") ? lit(sample, Motif.sample(x, y, 3)) : sample);
    }
    return rgb;
  }

  /** Pillow's: what of the light that black leaves the ink takes, rounded. */
  private static int lit(int ink, int black) {
    int light = 255 - black;
    return light - Math.round(ink * light / 255f);
  }
}
