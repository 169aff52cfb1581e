package dev.graft.blobs;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Names of objects that others refer to. One that no store takes is the fault of whoever gave it,
 * and must not look like a store that is broken: that is asked again for ever.
 */
final class ObjectNames {
  /** S3's own limit. */
  private static final int MOST_BYTES = 1024;

  /** The client refuses these, since some servers take them for folders. */
  private static final Pattern DOTS = Pattern.compile("(^|/)\\.{1,2}(/|$)");

  private ObjectNames() {}

  static void check(String key) {
    if (key.isEmpty()
        || key.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES
        || key.chars().anyMatch(Character::isISOControl)
        || DOTS.matcher(key).find()) {
      throw new NotReadableException(
          "an object's key has 1 to %d bytes of UTF-8, no control characters, and no . or .. between slashes"
              .formatted(MOST_BYTES));
    }
  }
}
