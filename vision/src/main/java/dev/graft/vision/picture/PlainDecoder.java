package dev.graft.vision.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes everything but JPEG by Java's readers; the first picture of a file that has several. */
final class PlainDecoder {
  /** For kinds whose depth is not known beforehand: four channels of 16 bits, and the result. */
  private static final int MOST_BYTES_PER_PIXEL = 11;

  private final Cost cost;

  PlainDecoder(Cost cost) {
    this.cost = cost;
  }

  Picture decode(byte[] bytes, Kind kind) throws UnreadablePicture {
    return switch (kind) {
      case PNG -> png(bytes);
      case GIF -> gif(bytes);
      case TIFF -> tiff(bytes);
      case BMP -> bmp(bytes);
      default -> read(bytes, kind, PlainDecoder::picture);
    };
  }

  private Picture png(byte[] bytes) throws UnreadablePicture {
    var chunks = PngChunks.of(bytes);
    cost.checkPixels(chunks.width(), chunks.height());
    chunks.checkThatAllPixelsAreThere();
    return cost.within(
        chunks.width(),
        chunks.height(),
        chunks.bytesPerPixel() + 3,
        () -> chunks.orientation().apply(picture(image(chunks.essential(), Kind.PNG))));
  }

  private Picture tiff(byte[] bytes) throws UnreadablePicture {
    var page = TiffStructure.of(bytes, cost);
    return cost.within(
        page.width,
        page.height,
        2 * page.bytesPerPixel() + 2 * Math.max(Picture.COLOURS, page.channels),
        () ->
            Orientation.of(bytes, 0, bytes.length)
                .apply(Samples.allBands(image(page.essential(), Kind.TIFF))));
  }

  private Picture bmp(byte[] bytes) throws UnreadablePicture {
    BmpStructure.of(bytes, cost);
    return read(bytes, Kind.BMP, PlainDecoder::picture);
  }

  /** The first frame on its canvas. */
  private Picture gif(byte[] bytes) throws UnreadablePicture {
    if (bytes.length < 13) {
      throw UnreadablePicture.truncated("GIF");
    }
    int width = (bytes[7] & 0xff) << 8 | bytes[6] & 0xff;
    int height = (bytes[9] & 0xff) << 8 | bytes[8] & 0xff;
    cost.checkPixels(width, height);
    GifCanvas.checkThatTheFrameIsThere(bytes);
    return read(bytes, Kind.GIF, frame -> GifCanvas.place(frame, bytes, width, height));
  }

  @FunctionalInterface
  private interface Making {
    Picture from(BufferedImage image) throws UnreadablePicture;
  }

  private Picture read(byte[] bytes, Kind kind, Making making) throws UnreadablePicture {
    long[] size = new long[2];
    use(
        bytes,
        kind,
        reader -> {
          size[0] = reader.getWidth(0);
          size[1] = reader.getHeight(0);
          return size;
        });
    cost.checkPixels(size[0], size[1]);
    return cost.within(
        size[0], size[1], MOST_BYTES_PER_PIXEL, () -> making.from(image(bytes, kind)));
  }

  static Picture picture(BufferedImage image) throws UnreadablePicture {
    return new Picture(image.getWidth(), image.getHeight(), Samples.rgb(image));
  }

  private static BufferedImage image(byte[] bytes, Kind kind) throws UnreadablePicture {
    List<String> warnings = new ArrayList<>();
    BufferedImage image =
        use(
            bytes,
            kind,
            reader -> {
              reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
              return reader.read(0);
            });
    if (!warnings.isEmpty()) {
      throw UnreadablePicture.corrupt(kind.name(), warnings.get(0));
    }
    return image;
  }

  private static boolean endsTooEarly(Throwable thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof EOFException || at instanceof IndexOutOfBoundsException) {
        return true;
      }
    }
    return false;
  }

  @FunctionalInterface
  private interface Use<T> {
    T with(ImageReader reader) throws IOException;
  }

  /** Whatever a reader throws over hostile bytes is the bytes' fault. */
  private static <T> T use(byte[] bytes, Kind kind, Use<T> use) throws UnreadablePicture {
    String format = kind.name().toLowerCase(Locale.ROOT);
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(in, true, true);
      return use.with(reader);
    } catch (IOException | RuntimeException e) {
      throw endsTooEarly(e)
          ? UnreadablePicture.truncated(kind.name())
          : UnreadablePicture.corrupt(kind.name(), "" + e.getMessage());
    } catch (OutOfMemoryError | StackOverflowError e) { // a lie about a length, not our pixels
      throw UnreadablePicture.corrupt(kind.name(), "its lengths cannot be true");
    } finally {
      reader.dispose();
    }
  }
}
