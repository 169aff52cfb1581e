package dev.graft.vision.backbone;

import java.io.IOException;
import java.io.InputStream;

/** Where weights lie by digest; services give one over the blob store. */
@FunctionalInterface
public interface WeightsSource {
  /**
   * The file's bytes from the beginning; the caller checks the digest and closes it.
   *
   * @throws IOException if it is not there or cannot be had
   */
  InputStream open(String digest) throws IOException;

  /** For architectures whose weights ship with them. */
  static WeightsSource none() {
    return digest -> {
      throw new IOException("no place to look for the weights " + digest);
    };
  }
}
