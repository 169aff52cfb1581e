package dev.graft.inference.predict;

import com.google.protobuf.ByteString;
import dev.graft.events.Digests;
import dev.graft.inference.serve.Resident;
import dev.graft.topics.Topics;
import java.util.HexFormat;

/** What is to be classified, and the id that a later label will refer to. */
public sealed interface Input {

  /** Empty with an embedding that came without one, and with pixels. */
  String imageId();

  /** A picture. */
  final class Encoded implements Input {
    private final ByteString picture;
    private final boolean fresh;
    private String imageId; // whoever comes first makes it; it is the same each time

    /**
     * A picture's file.
     *
     * @param givenId empty: the digest of its bytes is its id
     * @param fresh it came with the request, so it may have to be kept
     */
    Encoded(ByteString picture, String givenId, boolean fresh) {
      this.picture = picture;
      this.imageId = givenId;
      this.fresh = fresh;
    }

    ByteString picture() {
      return picture;
    }

    boolean fresh() {
      return fresh;
    }

    /** Reads the whole picture, once, if it has no other id. */
    @Override
    public String imageId() {
      if (imageId.isEmpty()) {
        imageId = digest(picture);
      }
      return imageId;
    }

    private static String digest(ByteString picture) {
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
  record Vector(String space, float[] values, String imageId) implements Input {

    /** The embedding, for a version that takes such; else a refusal. */
    float[] fitting(Resident version) {
      var name = "version " + version.version() + " of task " + version.taskId();
      if (!space.equals(version.space())) {
        throw Refusal.invalid(
            "the embedding is of space "
                + space
                + ", but "
                + name
                + " takes space "
                + version.space());
      }
      if (values.length != version.width()) {
        throw Refusal.invalid(
            "the embedding has "
                + values.length
                + " values, but "
                + name
                + " takes "
                + version.width());
      }
      return values;
    }
  }

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
