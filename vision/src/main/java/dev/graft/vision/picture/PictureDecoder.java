package dev.graft.vision.picture;

import java.util.function.Function;

/**
 * Decodes JPEG, PNG, GIF, BMP, TIFF and WBMP, each as PIL's {@code convert("RGB")} has it and then
 * turned upright by its EXIF note. Thread-safe.
 *
 * <p>What the bytes say of themselves is checked before anything is decoded, and no bytes make it
 * throw: every fault of theirs is an {@link Decoded.Unreadable}.
 */
public final class PictureDecoder {
  private final PictureLimits limits;

  public PictureDecoder(PictureLimits limits) {
    this.limits = limits;
  }

  /** The picture in these bytes, or why there is none. */
  public Decoded decode(byte[] encoded) {
    return decode(encoded, Decoded.Readable::new, unreadable -> unreadable);
  }

  /**
   * What {@code use} makes of the picture in these bytes, or {@code refuse} of why there is none.
   * As long as {@code use} runs, the picture counts among those that the process has memory for; it
   * must keep nothing of it and decode no other.
   */
  public <T> T decode(
      byte[] encoded, Function<Picture, T> use, Function<Decoded.Unreadable, T> refuse) {
    try (var cost = new Cost(limits, encoded.length)) {
      return use.apply(picture(encoded, cost));
    } catch (UnreadablePicture e) {
      return refuse.apply(e.value());
    }
  }

  private Picture picture(byte[] encoded, Cost cost) throws UnreadablePicture {
    Kind kind = kind(encoded);
    return kind == Kind.JPEG
        ? new JpegDecoder(cost).decode(encoded)
        : new PlainDecoder(cost).decode(encoded, kind);
  }

  private Kind kind(byte[] encoded) throws UnreadablePicture {
    if (encoded.length == 0) {
      throw new UnreadablePicture(Fault.EMPTY, "There are no bytes.");
    }
    if (encoded.length > limits.maxBytes()) {
      throw new UnreadablePicture(
          Fault.TOO_LARGE,
          "It has %d bytes; at most %d are taken.".formatted(encoded.length, limits.maxBytes()));
    }
    return Kind.of(encoded)
        .orElseThrow(
            () ->
                new UnreadablePicture(
                    Fault.NOT_A_PICTURE,
                    "The bytes begin like no picture that is read here: JPEG, PNG, GIF, BMP, TIFF, "
                        + "WBMP."));
  }
}
