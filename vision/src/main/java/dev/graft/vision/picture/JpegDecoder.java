package dev.graft.vision.picture;

import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes JPEGs by Java's own libjpeg, which is equal to PIL's, but takes its channels raw: Java
 * would refuse CMYK and apply colour profiles, which PIL does not.
 */
final class JpegDecoder {
  /** Each scan of a progressive file costs a pass over all pixels; real files have about ten. */
  private static final int MAX_FULL_SCANS = 24;

  /** Above that many, scans together may pass over so many of the largest pictures. */
  private static final int MAX_PASSES = 8;

  private final Cost cost;

  JpegDecoder(Cost cost) {
    this.cost = cost;
  }

  Picture decode(byte[] bytes) throws UnreadablePicture {
    var structure = JpegStructure.of(bytes);
    if (!structure.ended) { // Java would only warn and leave gray what is missing; PIL refuses too
      throw UnreadablePicture.truncated("JPEG");
    }
    cost.checkPixels(structure.width, structure.height);
    checkData(structure, bytes.length);
    var upright = Orientation.of(bytes, structure.exifBegin, structure.exifEnd);
    return cost.within(
        structure.width,
        structure.height,
        bytesPerPixel(structure.componentIds.length, structure.progressive, upright),
        () -> {
          byte[] rgb = rgb(structure, raw(bytes, structure));
          return upright.apply(new Picture(structure.width, structure.height, rgb));
        });
  }

  /** Neither fewer bytes than the picture can have, nor more passes over it than are honest. */
  private void checkData(JpegStructure structure, long bytes) throws UnreadablePicture {
    long pixels = (long) structure.width * structure.height;
    if (pixels / 64 > 8 * bytes) { // a block of 64 has one bit at least
      throw UnreadablePicture.truncated("JPEG");
    }
    boolean many = structure.scans > MAX_FULL_SCANS;
    if (many && structure.scans * pixels > MAX_PASSES * cost.maxPixels()
        || structure.scans > 1000) {
      throw UnreadablePicture.corrupt("JPEG", "it has " + structure.scans + " scans");
    }
  }

  /**
   * Three channels turn into RGB where they are; turning upright makes a second picture; of a
   * progressive one libjpeg keeps the coefficients, two bytes each, outside of the heap.
   */
  static int bytesPerPixel(int channels, boolean progressive, Orientation upright) {
    int decoding = (channels == 3 ? 3 : channels + 3) + (progressive ? 2 * channels : 0);
    return upright == Orientation.UPRIGHT ? decoding : Math.max(decoding, 6);
  }

  private static byte[] rgb(JpegStructure structure, byte[] raw) {
    if (structure.componentIds.length == 1) {
      return JpegColours.grayToRgb(raw);
    }
    if (structure.isLumaChroma()) {
      JpegColours.lumaChromaToRgb(raw, structure.componentIds.length);
    }
    return structure.componentIds.length == 3
        ? raw
        : JpegColours.cmykToRgb(raw, structure.isLumaChroma());
  }

  private static byte[] raw(byte[] bytes, JpegStructure structure) throws UnreadablePicture {
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(in, true, true);
      return interleaved(reader.readRaster(0, null), structure);
    } catch (IOException | RuntimeException e) {
      throw UnreadablePicture.corrupt("JPEG", "" + e.getMessage());
    } finally {
      reader.dispose();
    }
  }

  private static byte[] interleaved(Raster raster, JpegStructure structure)
      throws UnreadablePicture {
    int channels = structure.componentIds.length;
    if (raster.getWidth() != structure.width
        || raster.getHeight() != structure.height
        || raster.getNumBands() != channels) {
      throw UnreadablePicture.corrupt("JPEG", "it decodes to another size than its header says");
    }
    int size = structure.width * structure.height * channels;
    if (raster.getSampleModel() instanceof PixelInterleavedSampleModel model
        && raster.getDataBuffer() instanceof DataBufferByte buffer
        && model.getPixelStride() == channels
        && model.getScanlineStride() == structure.width * channels
        && buffer.getData().length == size
        && inOrder(model.getBandOffsets())) {
      return buffer.getData();
    }
    throw new IllegalStateException("Java's JPEG reader lays out its raster in a new way");
  }

  private static boolean inOrder(int[] bandOffsets) {
    for (int i = 0; i < bandOffsets.length; i++) {
      if (bandOffsets[i] != i) {
        return false;
      }
    }
    return true;
  }
}
