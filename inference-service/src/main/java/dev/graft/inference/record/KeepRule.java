package dev.graft.inference.record;

import dev.graft.v1.KeepPolicy;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Which predicted pictures are kept: a share of the images, by a hash, so that the same image
 * always fares alike.
 */
final class KeepRule {

  private static final double HASHES = 0x1.0p32;

  private KeepRule() {}

  static boolean keeps(KeepPolicy policy, String imageId) {
    var share = policy.hasShare() ? policy.getShare() : 1;
    var hash = new CRC32C();
    hash.update(imageId.getBytes(StandardCharsets.UTF_8));
    return hash.getValue() / HASHES < share; // in [0, 1): a share of 1 keeps all, 0 none
  }
}
