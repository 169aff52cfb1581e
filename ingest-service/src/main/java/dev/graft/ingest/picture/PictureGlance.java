package dev.graft.ingest.picture;

import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;

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
        .map(kind -> header(bytes, kind))
        .orElseGet(
            () ->
                Outcome.refused(
                    Fault.UNKNOWN_KIND,
                    "%s; %s. Convert it and send it again."
                        .formatted(Beginnings.guess(bytes), TAKEN)));
  }

  private Outcome<Glimpse> header(byte[] bytes, PictureKind kind) {
    return HeaderSides.of(bytes, kind)
        .map(sides -> withinPixels(kind, sides))
        .orElseGet(
            () ->
                Outcome.refused(
                    Fault.UNREADABLE_PICTURE,
                    "The picture begins as %s, but its header is truncated or damaged."
                        .formatted(kind.mediaType())));
  }

  private Outcome<Glimpse> withinPixels(PictureKind kind, HeaderSides sides) {
    long width = sides.width();
    long height = sides.height();
    if (width <= 0 || height <= 0) {
      return Outcome.refused(
          Fault.UNREADABLE_PICTURE,
          "The picture's header says %d x %d pixels.".formatted(width, height));
    }
    if (width > limits.maxPixels() / height || width > Integer.MAX_VALUE) {
      return Outcome.refused(
          Fault.TOO_MANY_PIXELS,
          "The picture is %d x %d pixels, at most %d are taken; send a smaller one."
              .formatted(width, height, limits.maxPixels()));
    }
    return Outcome.taken(new Glimpse(kind.mediaType(), (int) width, (int) height));
  }
}
