package dev.graft.vision.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of more than three bands, as satellites and microscopes make them. */
class BandsTest {
  private static final int WIDTH = 9;
  private static final int HEIGHT = 6;

  @ParameterizedTest
  @CsvSource({"4,8,1", "5,8,1", "8,8,2", "13,16,1", "13,16,2", "32,8,1"})
  void everyBandOfATiffIsKept(int bands, int bits, int planes) {
    Picture picture = decoded(tiff(bands, bits, planes));
    assertEquals(bands, picture.bands());
    for (int i = 0; i < picture.samples().length; i++) {
      assertEquals((byte) level(i / bands, i % bands), picture.samples()[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 13})
  void aNetworkSeesTheBandsThatAreAskedFor(int bands) {
    Picture picture = decoded(tiff(bands, 8, 1));
    List<Float> zeros = Collections.nCopies(2, 0f);
    List<Float> ones = Collections.nCopies(2, 1f);
    var how =
        new Preprocessing(
            HEIGHT,
            Interpolation.BILINEAR,
            HEIGHT,
            zeros,
            ones,
            null,
            null,
            false,
            null,
            List.of(5, 2));
    byte[] square = how.squares(picture).get(0);
    int left = 2; // (9 - 6) / 2, halves to the even side
    for (int i = 0; i < square.length; i++) {
      int pixel = i / 2 / HEIGHT * WIDTH + left + i / 2 % HEIGHT;
      assertEquals((byte) level(pixel, i % 2 == 0 ? 4 : 1), square[i]);
    }
    assertEquals((square[0] & 0xff) / 255f, how.tensor(picture)[0]);
    assertEquals((square[1] & 0xff) / 255f, how.tensor(picture)[HEIGHT * HEIGHT]);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 13})
  void withoutAWishTheFirstThreeAreSeen(int bands) {
    Picture picture = decoded(tiff(bands, 8, 1));
    Picture colours = new Picture(WIDTH, HEIGHT, picture.rgb());
    var usual = Preprocessing.imagenet(20, 16);
    assertArrayEquals(usual.tensor(colours), usual.tensor(picture));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 6})
  void aBandThatIsNotThereIsRefused(int bands) {
    Picture picture = decoded(tiff(bands, 8, 1));
    var how =
        new Preprocessing(
            8,
            Interpolation.BILINEAR,
            8,
            List.of(0f),
            List.of(1f),
            null,
            null,
            false,
            null,
            List.of(7));
    assertEquals(
        new Decoded.Unreadable(
            Fault.TOO_FEW_BANDS, "Band 7 is asked for; the picture has " + bands + "."),
        how.refuses(picture).orElseThrow());
    assertTrue(Preprocessing.imagenet(8, 8).refuses(picture).isEmpty());
  }

  private static Picture decoded(byte[] tiff) {
    var decoded = new PictureDecoder(PictureLimits.DEFAULT).decode(tiff);
    return assertInstanceOf(Decoded.Readable.class, decoded, decoded.toString()).picture();
  }

  private static int level(int pixel, int band) {
    return (pixel * 3 + band * 17) & 0xff;
  }

  /** TIFF 6.0, gray with further samples of no stated meaning, in one strip or one a band. */
  private static byte[] tiff(int bands, int bits, int planes) {
    int strips = planes == 2 ? bands : 1;
    int strip = WIDTH * HEIGHT * bits / 8 * bands / strips;
    var depths = new int[bands];
    Arrays.fill(depths, bits);
    var counts = new int[strips];
    Arrays.fill(counts, strip);
    var offsets = new int[strips];
    int[][] tags = {
      {256, 3, WIDTH},
      {257, 3, HEIGHT},
      join(258, 3, depths),
      {259, 3, 1},
      {262, 3, 1},
      join(273, 4, offsets),
      {277, 3, bands},
      {278, 3, HEIGHT},
      join(279, 4, counts),
      {284, 3, planes},
      join(338, 3, new int[bands - 1])
    };
    int outside = 8 + 2 + 12 * tags.length + 4;
    int pixels = outside + Arrays.stream(tags).mapToInt(BandsTest::outsideBytes).sum();
    Arrays.setAll(offsets, i -> pixels + i * strip);
    tags[5] = join(273, 4, offsets);
    var file = ByteBuffer.allocate(pixels + strip * strips).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {'I', 'I', 42, 0}).putInt(8).putShort((short) tags.length);
    int at = outside;
    for (int[] tag : tags) {
      int entry = file.position();
      file.putShort((short) tag[0]).putShort((short) tag[1]).putInt(tag.length - 2);
      if (outsideBytes(tag) > 0) {
        file.putInt(at).position(at);
        at += outsideBytes(tag);
      }
      for (int i = 2; i < tag.length; i++) {
        if (tag[1] == 3) {
          file.putShort((short) tag[i]);
        } else {
          file.putInt(tag[i]);
        }
      }
      file.position(entry + 12);
    }
    file.position(pixels);
    for (int i = 0; i < WIDTH * HEIGHT * bands; i++) {
      int area = WIDTH * HEIGHT;
      int level = planes == 2 ? level(i % area, i / area) : level(i / bands, i % bands);
      if (bits == 8) {
        file.put((byte) level);
      } else {
        file.putShort((short) (level << 8 | 0x55));
      }
    }
    return file.array();
  }

  private static int[] join(int tag, int type, int[] values) {
    var joined = new int[values.length + 2];
    joined[0] = tag;
    joined[1] = type;
    System.arraycopy(values, 0, joined, 2, values.length);
    return joined;
  }

  private static int outsideBytes(int[] tag) {
    int bytes = (tag.length - 2) * (tag[1] == 3 ? 2 : 4);
    return bytes <= 4 ? 0 : bytes;
  }
}
