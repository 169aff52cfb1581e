package dev.graft.vision.backbone;

import dev.graft.vision.picture.Picture;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Computes the identity of spaces, and of the weights that ship with architectures. */
final class Spaces {
  private static final Map<String, String> SHIPPED = new ConcurrentHashMap<>();

  private Spaces() {}

  static Space of(BackboneSpec spec) {
    return named(text(ResolvedSpec.of(spec), weightsDigest(spec)));
  }

  /** Of a task's own tail on a frozen trunk. */
  static Space of(BackboneSpec spec, Tail tail) {
    String own = "cut %s, tail %s".formatted(tail.cut(), tail.digest());
    return named(text(ResolvedSpec.of(spec), weightsDigest(spec), own));
  }

  private static Space named(String text) {
    return new Space(hex(sha256().digest(text.getBytes(StandardCharsets.UTF_8))));
  }

  /**
   * All that decides the embeddings of a whole frozen backbone: no cut, no tail of a task's own.
   */
  static String text(ResolvedSpec spec, String weightsDigest) {
    return text(spec, weightsDigest, "cut none, tail none");
  }

  /** What came later is said only where it is not as it was before, so that old spaces stay. */
  private static String text(ResolvedSpec spec, String weightsDigest, String tail) {
    var lines = new ArrayList<String>();
    lines.add("graft space 1");
    lines.add("backbone " + spec.architecture().name());
    lines.add("weights " + weightsDigest);
    lines.add(tail);
    lines.add("pooling " + pooling(spec));
    lines.add("preprocessing " + spec.preprocessing().canonical());
    lines.add("dtype float32");
    if (spec.channels() != Picture.COLOURS) {
      lines.add("first convolution of " + spec.channels() + " channels, as timm adapts it");
    }
    if (spec.allowSmall()) {
      lines.add("small pictures too");
    }
    return String.join("\n", lines);
  }

  private static String pooling(ResolvedSpec spec) {
    String usual = spec.architecture().network(0).pooling();
    return spec.taps().equals(ResolvedSpec.USUAL_TAPS)
        ? usual
        : spec.taps().stream()
            .map(tap -> tap.canonical() + (tap.isEmbedding() ? " " + usual : ""))
            .collect(Collectors.joining("; "));
  }

  static Architecture architecture(String name) {
    return Architectures.find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no backbone " + name + ", only " + Architectures.names()));
  }

  /** The digest that is meant: the named one, or that of the shipped weights. */
  static String weightsDigest(BackboneSpec spec) {
    if (!spec.weightsDigest().isEmpty()) {
      return spec.weightsDigest();
    }
    return SHIPPED.computeIfAbsent(spec.name(), name -> digestOfShipped(architecture(name)));
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
