package dev.graft.vision.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostilePicturesTest {
  private final PictureDecoder decoder = new PictureDecoder(PictureLimits.DEFAULT);

  @Test
  void saysThatThereIsNothing() {
    assertEquals(Fault.EMPTY, fault(new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello, I am text.jpg", "<svg xmlns=''/>", "RIFF....WEBPVP8 ", "\0"})
  void saysThatOtherFilesAreNoPictures(String text) {
    assertEquals(Fault.NOT_A_PICTURE, fault(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void refusesTooManyBytesBeforeLookingAtThem() {
    var strict = new PictureDecoder(new PictureLimits(10, 1000));
    var refused = (Decoded.Unreadable) strict.decode(new byte[11]);
    assertEquals(
        new Decoded.Unreadable(Fault.TOO_LARGE, "It has 11 bytes; at most 10 are taken."), refused);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rgb.png", "420.jpg", "progressive.jpg", "palette.gif", "rgb.bmp", "rgb.tiff"})
  void refusesMorePixelsThanTheLimitFromTheHeaderAlone(String file) throws IOException {
    var strict = new PictureDecoder(new PictureLimits(1 << 20, 61 * 47 - 1));
    var refused = assertInstanceOf(Decoded.Unreadable.class, strict.decode(bytes(file)));
    assertEquals(Fault.TOO_MANY_PIXELS, refused.fault());
    assertEquals("It has 61 by 47 pixels; at most 2866 are taken.", refused.reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rgb.png",
        "palette.png",
        "420.jpg",
        "gray.jpg",
        "progressive.jpg",
        "cmyk.jpg",
        "palette.gif",
        "rgb.bmp",
        "rgb.tiff"
      })
  void seesTheMissingEndOfEveryKind(String file) throws IOException {
    byte[] whole = bytes(file);
    for (int share = 3; share <= 9; share += 2) {
      byte[] cut = Arrays.copyOf(whole, whole.length * share / 10);
      assertEquals(Fault.TRUNCATED, fault(cut), file + " cut at " + share + "/10");
    }
  }

  @Test
  void seesThatAJpegLacksNothingButItsEndMark() throws IOException {
    byte[] whole = bytes("420.jpg");
    assertEquals(Fault.TRUNCATED, fault(Arrays.copyOf(whole, whole.length - 2)));
  }

  @Test
  void refusesABombOfBlackPixels() throws IOException {
    byte[] bomb = png(30_000, 30_000, new byte[1 << 20]);
    assertEquals(Fault.TOO_MANY_PIXELS, fault(bomb));
  }

  @Test
  void refusesAPictureThatPromisesMoreThanItHolds() throws IOException {
    assertEquals(Fault.TRUNCATED, fault(png(4_000, 4_000, new byte[1000])));
  }

  @Test
  void stepsOverCompressedTextWithoutUnpackingIt() throws IOException {
    byte[] plain = bytes("palette.png"); // of this kind, Java reads every note
    var bomb = new ByteArrayOutputStream();
    bomb.writeBytes("Comment\0\0".getBytes(StandardCharsets.ISO_8859_1));
    bomb.writeBytes(deflated(new byte[64 << 20]));
    var file = new ByteArrayOutputStream();
    file.write(plain, 0, 33); // signature and header
    chunk(file, "zTXt", bomb.toByteArray());
    file.write(plain, 33, plain.length - 33);
    assertEquals(
        decoded(plain).rgb().length, decoded(file.toByteArray()).rgb().length, "same picture");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rgb.png", "palette.png", "interlaced.png", "420.jpg", "progressive.jpg", "cmyk.jpg",
        "exif6.jpg", "palette.gif", "rgb.bmp", "palette.bmp", "rgb.tiff", "gray.tiff"
      })
  void answersWhateverIsDoneToAFile(String file) throws IOException {
    byte[] whole = bytes(file);
    var random = new Random(file.hashCode());
    for (int i = 0; i < 150; i++) {
      byte[] broken = whole.clone();
      for (int j = 0; j <= i % 4; j++) {
        int at = i % 2 == 0 ? random.nextInt(broken.length) : random.nextInt(60);
        broken[at] = (byte) random.nextInt(256);
      }
      assertNotNull(decoder.decode(broken));
    }
  }

  @Test
  void answersNoiseThatBeginsLikeAPicture() {
    var random = new Random(1);
    for (Kind kind : Kind.values()) {
      for (int i = 0; i < 50; i++) {
        byte[] noise = new byte[4096];
        random.nextBytes(noise);
        byte[] begin = begin(kind);
        System.arraycopy(begin, 0, noise, 0, begin.length);
        assertNotNull(decoder.decode(noise));
      }
    }
  }

  @Test
  void readsAWbmpOnlyWhereItsSizeIsTrue() {
    byte[] dots = {0, 0, 9, 1, (byte) 0b10000000, 0};
    assertEquals(9, decoded(dots).width());
    assertEquals((byte) 255, decoded(dots).rgb()[0]);
    assertEquals(Fault.NOT_A_PICTURE, fault(Arrays.copyOf(dots, 5)));
  }

  @Test
  void ignoresAnExifNoteThatPointsNowhere() throws IOException {
    byte[] picture = bytes("exif6.jpg");
    int tiff = new String(picture, StandardCharsets.ISO_8859_1).indexOf("Exif\0\0") + 6;
    ByteBuffer.wrap(picture).putInt(tiff + 4, 0x7fffffff);
    assertEquals(61, decoded(picture).width());
  }

  private static byte[] begin(Kind kind) {
    return switch (kind) {
      case JPEG -> new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
      case PNG -> "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);
      case GIF -> "GIF89a".getBytes(StandardCharsets.ISO_8859_1);
      case BMP -> "BM".getBytes(StandardCharsets.ISO_8859_1);
      case TIFF -> "II*\0".getBytes(StandardCharsets.ISO_8859_1);
      case WBMP -> new byte[2];
    };
  }

  private Picture decoded(byte[] bytes) {
    return assertInstanceOf(Decoded.Readable.class, decoder.decode(bytes)).picture();
  }

  private String fault(byte[] bytes) {
    var unreadable = assertInstanceOf(Decoded.Unreadable.class, decoder.decode(bytes));
    assertTrue(unreadable.reason().endsWith("."), unreadable.reason());
    return unreadable.fault();
  }

  private static byte[] bytes(String file) throws IOException {
    try (InputStream in = HostilePicturesTest.class.getResourceAsStream(file)) {
      return in.readAllBytes();
    }
  }

  /** Eight bits of gray. */
  private static byte[] png(int width, int height, byte[] raw) throws IOException {
    var file = new ByteArrayOutputStream();
    file.writeBytes(begin(Kind.PNG));
    byte[] rest = {8, 0, 0, 0, 0};
    chunk(file, "IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put(rest).array());
    chunk(file, "IDAT", deflated(raw));
    chunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] body) {
    byte[] typed =
        ByteBuffer.allocate(4 + body.length)
            .put(type.getBytes(StandardCharsets.ISO_8859_1))
            .put(body)
            .array();
    var crc = new CRC32();
    crc.update(typed);
    file.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
    file.writeBytes(typed);
    file.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  private static byte[] deflated(byte[] raw) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var deflater = new DeflaterOutputStream(out, new Deflater(9))) {
      deflater.write(raw);
    }
    return out.toByteArray();
  }
}
