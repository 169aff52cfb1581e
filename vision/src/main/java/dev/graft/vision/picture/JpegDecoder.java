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

  private final PictureLimits limits;
  private final Cost cost;

  JpegDecoder(PictureLimits limits, Cost cost) {
    this.limits = limits;
    this.cost = cost;
  }

  Picture decode(byte[] bytes) throws UnreadablePicture {
    var structure = JpegStructure.of(bytes);
    if (!structure.ended) { // Java would only warn and leave gray what is missing; PIL refuses too
      throw UnreadablePicture.truncated("JPEG");
    }
    cost.checkPixels(structure.width, structure.height);
    long work = (long) structure.scans * structure.width * structure.height;
    if (structure.scans > MAX_FULL_SCANS && work > MAX_FULL_SCANS * limits.maxPixels()
        || structure.scans > 1000) {
      throw UnreadablePicture.corrupt("JPEG", "it has " + structure.scans + " scans");
    }
    var upright = Orientation.of(bytes, structure.exifBegin, structure.exifEnd);
    return cost.within(
        structure.width,
        structure.height,
        bytesPerPixel(structure.componentIds.length, upright),
        () -> {
          byte[] rgb = rgb(structure, raw(bytes, structure));
          return upright.apply(new Picture(structure.width, structure.height, rgb));
        });
  }

  /** Three channels turn into RGB where they are; turning upright makes a second picture. */
  static int bytesPerPixel(int channels, Orientation upright) {
    int decoding = channels == 3 ? 3 : channels + 3;
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
