package dev.graft.vision.bundle;

import java.io.FileNotFoundException;
import java.io.IOException;

/**
 * Where the files of bundles lie. What comes back is verified by whoever asked, so an
 * implementation only fetches.
 *
 * <p>A file that the store says is absent is a {@link FileNotFoundException}: the bundle is bad.
 * Any other {@link IOException} is a broken world and says nothing of the bundle.
 */
public interface BundleFiles {
  /** The manifest with this sha256. */
  byte[] manifest(String digest) throws IOException;

  /** The file with this sha256. */
  byte[] file(String digest) throws IOException;
}
