package dev.graft.vision.bundle;

import java.io.IOException;

/** Bundles to files and back. */
public final class BundleFormat {
  private BundleFormat() {}

  /** The files of a bundle; the same bundle gives the same bytes. */
  public static PackedBundle pack(Bundle bundle) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Fetches a bundle and verifies every file.
   *
   * @throws BadBundleException a file is missing, does not match its digest, or does not say what
   *     it must; it names the file
   * @throws IOException the store is broken, which says nothing of the bundle
   */
  public static Bundle unpack(String digest, BundleFiles files)
      throws BadBundleException, IOException {
    throw new UnsupportedOperationException("not yet");
  }
}
