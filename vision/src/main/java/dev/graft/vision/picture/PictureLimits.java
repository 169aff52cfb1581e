package dev.graft.vision.picture;

/**
 * What a picture may cost before it is decoded.
 *
 * @param maxBytes encoded size
 * @param maxPixels width times height, as its header says
 */
public record PictureLimits(long maxBytes, long maxPixels) {
  public static final PictureLimits DEFAULT = new PictureLimits(16L << 20, 50_000_000L);

  public PictureLimits {
    if (maxBytes < 1 || maxPixels < 1 || maxPixels > Integer.MAX_VALUE / 4) {
      throw new IllegalArgumentException("limits must be positive, and pixels below 536 million");
    }
  }
}
