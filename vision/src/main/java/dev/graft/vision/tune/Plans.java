package dev.graft.vision.tune;

import dev.graft.vision.tensors.NamedTensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/** The identity of what a fine-tune does: a checkpoint of another one is refused. */
final class Plans {
  private Plans() {}

  static String digest(
      SplitNetwork split, TuneSet set, Recipe recipe, Collection<NamedTensor> start) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      String text = recipe + "\n" + set + "\ncut " + split.stageName(split.cut()) + "\n";
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      for (NamedTensor tensor : start) {
        ByteBuffer bytes = ByteBuffer.allocate(tensor.values().length * Float.BYTES);
        bytes.asFloatBuffer().put(tensor.values());
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
