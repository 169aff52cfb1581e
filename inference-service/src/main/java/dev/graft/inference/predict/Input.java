package dev.graft.inference.predict;

import com.google.protobuf.ByteString;
import dev.graft.events.Digests;
import java.util.HexFormat;

/** What is to be classified, and the id that a later label will refer to. */
sealed interface Input {

  /** Empty only with an embedding that came without one. */
  String imageId();

  /**
   * A picture.
   *
   * @param givenId empty: the digest of its bytes is its id
   * @param fresh it came with the request, so it may have to be kept
   */
  record Encoded(ByteString picture, String givenId, boolean fresh) implements Input {
    /** Reads the whole picture if it has no other id. */
    @Override
    public String imageId() {
      return givenId.isEmpty() ? digest() : givenId;
    }

    private String digest() {
      var sha256 = Digests.sha256();
      picture.asReadOnlyByteBufferList().forEach(sha256::update);
      return HexFormat.of().formatHex(sha256.digest());
    }
  }

  /** {@code values} is {@code [width]}. */
  record Vector(String space, float[] values, String imageId) implements Input {}
}
