package dev.graft.vision.bundle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The name of a file: sha256 of its bytes, in hex. */
final class Digest {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  private Digest() {}

  static String of(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }
}
