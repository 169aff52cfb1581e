package dev.graft.ingest.picture;

/**
 * How large a picture may be.
 *
 * @param maxBytes of the encoded file
 * @param maxPixels width times height, which is what decoding would cost
 */
public record PictureLimits(long maxBytes, long maxPixels) {
  public static final PictureLimits DEFAULT = new PictureLimits(16L << 20, 50_000_000);
}
