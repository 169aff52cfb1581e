package dev.graft.vision.backbone;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Computes the identity of spaces, and of the weights that ship with architectures. */
final class Spaces {
  private static final Map<String, String> SHIPPED = new ConcurrentHashMap<>();

  private Spaces() {}

  /** The space of a whole frozen backbone: no cut, no tail of a task's own. */
  static Space of(BackboneSpec spec) {
    Architecture architecture = architecture(spec);
    String text =
        String.join(
            "\n",
            "graft space 1",
            "backbone " + architecture.name(),
            "weights " + weightsDigest(spec),
            "cut none, tail none",
            "pooling " + architecture.network(0).pooling(),
            "preprocessing " + architecture.preprocessing().canonical(),
            "dtype float32");
    return new Space(hex(sha256().digest(text.getBytes(StandardCharsets.UTF_8))));
  }

  static Architecture architecture(BackboneSpec spec) {
    return Architectures.find(spec.name())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no backbone " + spec.name() + ", only " + Architectures.names()));
  }

  /** The digest that is meant: the named one, or that of the shipped weights. */
  static String weightsDigest(BackboneSpec spec) {
    if (!spec.weightsDigest().isEmpty()) {
      return spec.weightsDigest();
    }
    return SHIPPED.computeIfAbsent(spec.name(), name -> digestOfShipped(architecture(spec)));
  }

  private static String digestOfShipped(Architecture architecture) {
    try (InputStream in = shipped(architecture)) {
      var digest = sha256();
      new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
      return hex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static InputStream shipped(Architecture architecture) {
    return architecture
        .shippedWeights()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no weights come with " + architecture.name() + ": name some by their digest"));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
