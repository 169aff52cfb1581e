package dev.graft.vision.bundle;

import java.util.Map;

/**
 * A bundle as files. Store {@code files} first, the manifest last.
 *
 * @param digest sha256 of the manifest, in hex: the identity of the bundle
 * @param manifest canonical JSON
 * @param files every other file by its sha256, in hex
 */
public record PackedBundle(String digest, byte[] manifest, Map<String, byte[]> files) {
  public PackedBundle {
    files = Map.copyOf(files);
  }
}
