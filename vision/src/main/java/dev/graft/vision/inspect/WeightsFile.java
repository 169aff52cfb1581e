package dev.graft.vision.inspect;

import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.WeightsSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where a network's weights are read from, anew for each reading.
 *
 * @param digest sha256 that all of the bytes must have, in hex; empty where they may be any
 */
public record WeightsFile(String digest, WeightsSource source) {
  /** Reads from one opened file. */
  interface Reading<T> {
    T of(InputStream in) throws IOException, BadWeightsException;
  }

  public static WeightsFile at(Path file) {
    return new WeightsFile("", any -> Files.newInputStream(file));
  }

  /**
   * Those that ship with the program.
   *
   * @throws IllegalArgumentException if none do
   */
  public static WeightsFile shippedWith(Architecture architecture) {
    return new WeightsFile(
        "",
        any ->
            architecture
                .shippedWeights()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "no weights come with " + architecture.name() + ": name some")));
  }

  /** Whatever the reading leaves unread is not looked at. */
  <T> T look(Reading<T> reading) throws IOException, BadWeightsException {
    try (InputStream in = source.open(digest)) {
      return reading.of(in);
    }
  }

  /** The reading must read all of it, so that its digest can be held against the one promised. */
  <T> T readWhole(Reading<T> reading) throws IOException, BadWeightsException {
    try (var in = new DigestInputStream(source.open(digest), sha256())) {
      T read = reading.of(in);
      String found = HexFormat.of().formatHex(in.getMessageDigest().digest());
      if (!digest.isEmpty() && !digest.equals(found)) {
        throw new BadWeightsException(
            "the weights " + digest + " have in truth the digest " + found);
      }
      return read;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
