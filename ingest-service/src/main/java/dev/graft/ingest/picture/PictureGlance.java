package dev.graft.ingest.picture;

import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Looks at a picture's header, and refuses what is empty, of no kind we take, or too large, before
 * anyone decodes a pixel. That the rest of the file is whole is for whoever decodes it to say.
 */
public final class PictureGlance {
  private static final String TAKEN = "JPEG, PNG, GIF, BMP, TIFF and WBMP are taken";

  private final PictureLimits limits;

  public PictureGlance(PictureLimits limits) {
    this.limits = limits;
  }

  public Outcome<Glimpse> at(byte[] bytes) {
    if (bytes.length == 0) {
      return Outcome.refused(
          Fault.EMPTY_PICTURE, "The picture has no bytes; send the encoded file itself.");
    }
    if (bytes.length > limits.maxBytes()) {
      return Outcome.refused(
          Fault.TOO_LARGE,
          "The picture has %d bytes, at most %d are taken; send a smaller one."
              .formatted(bytes.length, limits.maxBytes()));
    }
    return PictureKind.of(bytes)
        .map(kind -> header(bytes, kind).then(this::withinPixels))
        .orElseGet(
            () ->
                Outcome.refused(
                    Fault.UNKNOWN_KIND,
                    "%s; %s. Convert it and send it again."
                        .formatted(Beginnings.guess(bytes), TAKEN)));
  }

  private static Outcome<Glimpse> header(byte[] bytes, PictureKind kind) {
    ImageReader reader = ImageIO.getImageReadersByFormatName(kind.reader()).next();
    try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(input, true, true);
      return Outcome.taken(new Glimpse(kind.mediaType(), reader.getWidth(0), reader.getHeight(0)));
    } catch (IOException | RuntimeException broken) { // readers answer broken headers with either
      return Outcome.refused(
          Fault.UNREADABLE_PICTURE,
          "The picture begins as %s, but its header can't be read (%s); it is truncated or damaged."
              .formatted(kind.mediaType(), broken.getMessage()));
    } finally {
      reader.dispose();
    }
  }

  private Outcome<Glimpse> withinPixels(Glimpse seen) {
    long pixels = (long) seen.width() * seen.height();
    if (seen.width() <= 0 || seen.height() <= 0) {
      return Outcome.refused(
          Fault.UNREADABLE_PICTURE,
          "The picture's header says %d x %d pixels.".formatted(seen.width(), seen.height()));
    }
    if (pixels > limits.maxPixels()) {
      return Outcome.refused(
          Fault.TOO_MANY_PIXELS,
          "The picture is %d x %d pixels, at most %d are taken; send a smaller one."
              .formatted(seen.width(), seen.height(), limits.maxPixels()));
    }
    return Outcome.taken(seen);
  }
}
