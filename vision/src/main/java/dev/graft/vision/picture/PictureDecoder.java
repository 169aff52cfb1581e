package dev.graft.vision.picture;

/**
 * Decodes JPEG, PNG, GIF, BMP, TIFF and WBMP, each as PIL's {@code convert("RGB")} has it and then
 * turned upright by its EXIF note. Thread-safe.
 *
 * <p>What the bytes say of themselves is checked before anything is decoded, and no bytes make it
 * throw: every fault of theirs is an {@link Decoded.Unreadable}.
 */
public final class PictureDecoder {
  private final PictureLimits limits;
  private final JpegDecoder jpeg;
  private final PlainDecoder plain;

  public PictureDecoder(PictureLimits limits) {
    this.limits = limits;
    var cost = new Cost(limits);
    this.jpeg = new JpegDecoder(limits, cost);
    this.plain = new PlainDecoder(cost);
  }

  /** The picture in these bytes, or why there is none. */
  public Decoded decode(byte[] encoded) {
    try {
      Kind kind = kind(encoded);
      return new Decoded.Readable(
          kind == Kind.JPEG ? jpeg.decode(encoded) : plain.decode(encoded, kind));
    } catch (UnreadablePicture e) {
      return e.value();
    }
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
