package dev.graft.vision.bundle;

import java.util.Map;
import java.util.Set;

/**
 * A bundle as files. Store {@code files} first, the manifest last.
 *
 * @param digest sha256 of the manifest, in hex: the identity of the bundle
 * @param manifest canonical JSON
 * @param files every other file by its sha256, in hex
 * @param elsewhere sha256 of files that the manifest names and that lie in the store already: a
 *     tail is large, shared by many versions, and stored when it is made
 */
public record PackedBundle(
    String digest, byte[] manifest, Map<String, byte[]> files, Set<String> elsewhere) {
  public PackedBundle {
    files = Map.copyOf(files);
    elsewhere = Set.copyOf(elsewhere);
  }

  /** With all of its files. */
  public PackedBundle(String digest, byte[] manifest, Map<String, byte[]> files) {
    this(digest, manifest, files, Set.of());
  }
}
