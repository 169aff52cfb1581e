package dev.graft.vision.picture;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small pictures of many kinds and shapes, against what Pillow (9.4, and all but the odd shapes
 * 12.3 too) makes of the same files with {@code exif_transpose}, {@code convert("RGB")}, {@code
 * resize} and {@code crop}: equal to the byte. The scripts are in {@code vision/src/test/pil}.
 */
class PilParityTest {
  private final PictureDecoder decoder = new PictureDecoder(PictureLimits.DEFAULT);

  static Stream<String> pictures() throws IOException {
    return new String(bytes("pil.txt"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"));
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void decodesResizesAndCropsAsPillow(String line) throws IOException {
    String file = line.substring(0, line.indexOf(' '));
    var decoded = decoder.decode(bytes(file));
    Picture picture = assertInstanceOf(Decoded.Readable.class, decoded, file).picture();
    String actual =
        String.join(
            " ",
            file,
            picture.width() + "x" + picture.height(),
            sha256(picture.rgb()),
            crop(picture, Interpolation.BILINEAR, 96, 80),
            crop(picture, Interpolation.BILINEAR, 16, 12),
            crop(picture, Interpolation.BICUBIC, 96, 80),
            crop(picture, Interpolation.BICUBIC, 16, 12));
    assertEquals(line, actual);
  }

  private static String crop(Picture picture, Interpolation by, int resize, int crop) {
    List<Float> any = Preprocessing.IMAGENET_MEAN;
    return sha256(new Preprocessing(resize, by, crop, any, any).squares(picture).get(0));
  }

  private static byte[] bytes(String file) throws IOException {
    try (InputStream in = PilParityTest.class.getResourceAsStream(file)) {
      return in.readAllBytes();
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
