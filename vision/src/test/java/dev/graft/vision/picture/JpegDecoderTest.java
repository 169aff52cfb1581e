package dev.graft.vision.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class JpegDecoderTest {
  @Test
  void countsTheSecondPictureThatTurningUprightMakes() {
    assertEquals(3, JpegDecoder.bytesPerPixel(3, false, Orientation.UPRIGHT));
    assertEquals(6, JpegDecoder.bytesPerPixel(3, false, Orientation.TURNED_LEFT));
    assertEquals(4, JpegDecoder.bytesPerPixel(1, false, Orientation.UPRIGHT));
    assertEquals(7, JpegDecoder.bytesPerPixel(4, false, Orientation.TURNED_LEFT));
  }

  @Test
  void countsTheCoefficientsThatAProgressiveOneKeeps() {
    assertEquals(9, JpegDecoder.bytesPerPixel(3, true, Orientation.UPRIGHT));
    assertEquals(9, JpegDecoder.bytesPerPixel(3, true, Orientation.TURNED_LEFT));
  }
}
