package dev.graft.inference.predict;

import com.google.protobuf.ByteString;
import dev.graft.events.Digests;
import dev.graft.topics.Topics;
import java.util.HexFormat;

/** What is to be classified, and the id that a later label will refer to. */
public sealed interface Input {

  /** Empty with an embedding that came without one, and with pixels. */
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

  /** {@code values} is {@code [channels, size, size]}, as the version's network takes them. */
  record Pixels(float[] values) implements Input {
    @Override
    public String imageId() {
      return "";
    }
  }

  /** {@code values} is {@code [width]}. */
  record Vector(String space, float[] values, String imageId) implements Input {}

  /**
   * A picture that came with the request; refused if it is empty or too large.
   *
   * @param id empty: the digest of its bytes
   */
  static Input picture(ByteString picture, String id) {
    if (picture.isEmpty()) {
      throw Refusal.invalid("the image is empty: it must hold the bytes of a picture file");
    }
    if (picture.size() > Topics.MAX_PICTURE_BYTES) {
      throw Refusal.invalid(
          "the image has "
              + picture.size()
              + " bytes; at most "
              + Topics.MAX_PICTURE_BYTES
              + " are taken");
    }
    return new Encoded(picture, id, true);
  }
}
