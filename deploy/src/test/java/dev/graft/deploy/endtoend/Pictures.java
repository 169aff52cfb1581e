package dev.graft.deploy.endtoend;

import com.google.protobuf.ByteString;
import dev.graft.vision.draw.DemoPictures;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Good pictures, and what the world sends instead. */
final class Pictures {
  private static final int HEADER_LENGTH = 13;
  private static final int HEADER_AT = 8;

  private Pictures() {}

  static ByteString good(String className, long seed) {
    return ByteString.copyFrom(DemoPictures.png(className, seed));
  }

  /** The second half never arrived. */
  static ByteString truncated() {
    var whole = DemoPictures.png(DemoPictures.classes().get(0), 4242);
    return ByteString.copyFrom(Arrays.copyOf(whole, whole.length / 2));
  }

  /** Called a picture, but a text. */
  static ByteString text() {
    return ByteString.copyFromUtf8(
        "<!doctype html><title>404</title> not the picture you asked for");
  }

  /** A small file that claims to be 60,000 pixels square: 14 GB once decoded. */
  static ByteString bomb() {
    var file = ByteBuffer.wrap(DemoPictures.png(DemoPictures.classes().get(0), 4243).clone());
    int type = HEADER_AT + 4;
    file.putInt(type + 4, 60_000).putInt(type + 8, 60_000);
    var checksum = new CRC32();
    checksum.update(file.array(), type, 4 + HEADER_LENGTH);
    file.putInt(type + 4 + HEADER_LENGTH, (int) checksum.getValue());
    return ByteString.copyFrom(file.array());
  }
}
