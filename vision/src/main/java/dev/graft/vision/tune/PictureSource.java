package dev.graft.vision.tune;

import dev.graft.vision.picture.Picture;
import java.io.IOException;

/** Where pictures lie by digest; a service gives one over its blob store. */
@FunctionalInterface
public interface PictureSource {
  /**
   * The decoded picture.
   *
   * @throws IOException if it is not there, cannot be had or cannot be read
   */
  Picture open(String digest) throws IOException;
}
