package dev.graft.vision.picture;

/** Decodes JPEG, PNG, GIF, BMP and the like; thread-safe. */
public final class PictureDecoder {
  private final PictureLimits limits;

  public PictureDecoder(PictureLimits limits) {
    this.limits = limits;
  }

  /**
   * Never throws for what the bytes hold: every fault of theirs is an {@link Decoded.Unreadable}.
   */
  public Decoded decode(byte[] encoded) {
    throw new UnsupportedOperationException("coming: " + limits);
  }
}
