package dev.graft.vision.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What networks are shown otherwise than usual, against what Pillow, and for CLAHE a plain
 * reference, make of the same pictures: equal to the byte. The scripts are in {@code
 * vision/src/test/pil}.
 */
class InputParityTest {
  private static final List<Float> THREE = Preprocessing.IMAGENET_MEAN;
  private static final List<Float> ONE = List.of(0.5f);

  static Stream<String> inputs() throws IOException {
    return lines("inputs.txt");
  }

  static Stream<String> equalised() throws IOException {
    return lines("clahe.txt");
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void padsGraysAndTilesAsPillow(String line) throws IOException {
    String file = line.substring(0, line.indexOf(' '));
    var decoded = new PictureDecoder(PictureLimits.DEFAULT).decode(bytes(file));
    Picture picture = assertInstanceOf(Decoded.Readable.class, decoded, file).picture();
    String actual =
        String.join(
            " ",
            file,
            shown(picture, padded(Interpolation.BILINEAR, new Pad(List.of()))),
            shown(picture, padded(Interpolation.BICUBIC, new Pad(List.of(10, 200, 30)))),
            shown(picture, gray(96, null)),
            shown(picture, gray(80, new Pad(List.of(7)))),
            shown(picture, tiled()));
    assertEquals(line, actual);
  }

  private static Preprocessing padded(Interpolation by, Pad pad) {
    return new Preprocessing(80, by, 80, THREE, THREE, pad, null, false, null, null);
  }

  private static Preprocessing gray(int resize, Pad pad) {
    return new Preprocessing(
        resize, Interpolation.BILINEAR, 80, ONE, ONE, pad, null, true, null, null);
  }

  private static Preprocessing tiled() {
    var tiles = new Tiles(Tiles.Pooling.MEAN, 3);
    return new Preprocessing(
        64, Interpolation.BICUBIC, 32, THREE, THREE, null, tiles, false, null, null);
  }

  private static String shown(Picture picture, Preprocessing how) {
    var digest = sha256();
    how.squares(picture).forEach(digest::update);
    return HexFormat.of().formatHex(digest.digest());
  }

  @ParameterizedTest
  @MethodSource("equalised")
  void equalisesAsThePaperWrittenDownPlainly(String line) {
    int[] numbers = Stream.of(line.split(" ")).limit(4).mapToInt(Integer::parseInt).toArray();
    int width = numbers[0];
    int height = numbers[1];
    var gray = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        gray[y * width + x] = (byte) ((x * 3 + y * y + x * y / 7) % 97 + 60);
      }
    }
    byte[] levels = new Clahe(numbers[2], numbers[3]).equalised(gray, width, height);
    assertEquals(
        line.substring(line.lastIndexOf(' ') + 1),
        HexFormat.of().formatHex(sha256().digest(levels)));
  }

  @Test
  void equalisesColoursByTheirLuminance() {
    var gray = new byte[40 * 30];
    var rgb = new byte[3 * gray.length];
    for (int i = 0; i < rgb.length; i++) {
      gray[i / 3] = (byte) (90 + i / 3 * 7 % 61);
      rgb[i] = gray[i / 3];
    }
    var picture = new Picture(40, 30, rgb);
    byte[] colour = equalised(THREE, false).squares(picture).get(0);
    byte[] one = equalised(ONE, true).squares(picture).get(0);
    var three = new byte[3 * one.length];
    for (int i = 0; i < three.length; i++) {
      three[i] = one[i / 3];
    }
    assertArrayEquals(three, colour, "a gray picture stays gray, and is equalised as one");
  }

  private static Preprocessing equalised(List<Float> numbers, boolean gray) {
    return new Preprocessing(
        30, Interpolation.BILINEAR, 30, numbers, numbers, null, null, gray, new Clahe(2, 3), null);
  }

  private static Stream<String> lines(String file) throws IOException {
    return new String(bytes(file), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"));
  }

  private static byte[] bytes(String file) throws IOException {
    try (InputStream in = InputParityTest.class.getResourceAsStream(file)) {
      return in.readAllBytes();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
