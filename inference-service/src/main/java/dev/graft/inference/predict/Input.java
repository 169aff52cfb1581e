package dev.graft.inference.predict;

import com.google.protobuf.ByteString;

/** What is to be classified, and the id that a later label will refer to. */
sealed interface Input {

  /** Empty only with an embedding that came without one. */
  String imageId();

  /**
   * A picture.
   *
   * @param fresh it came with the request, so it may have to be kept
   */
  record Encoded(ByteString picture, String imageId, boolean fresh) implements Input {}

  /** {@code values} is {@code [width]}. */
  record Vector(String space, float[] values, String imageId) implements Input {}
}
