package dev.graft.connect;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A secret in a file of its own, as Kubernetes, Docker and systemd hand them to a process. */
final class SecretFile {
  private SecretFile() {}

  /**
   * The secret of a key, from where it was given.
   *
   * @param key e.g. {@code graft.store.secret-key}; the file's key has {@code -file} behind it
   * @param otherwise if neither was given
   * @throws IllegalArgumentException if both were given, or the file can't be read, or is empty;
   *     never with the secret in its message
   */
  static String choose(String key, @Nullable String value, @Nullable Path file, String otherwise) {
    if (value != null && file != null) {
      throw new IllegalArgumentException(
          "%s and %s-file are both set: remove one of them".formatted(key, key));
    }
    if (value != null && value.isBlank()) {
      throw new IllegalArgumentException(key + " is empty: give it a value or remove it");
    }
    return file != null ? read(key + "-file", file) : value != null ? value : otherwise;
  }

  /** Without the line ends that editors and `echo` leave behind it. */
  static String read(String key, Path file) {
    var text = content(key, file).replaceFirst("[\\r\\n]+$", "");
    if (text.isBlank()) {
      throw new IllegalArgumentException("%s names %s, which is empty".formatted(key, file));
    }
    return text;
  }

  private static String content(String key, Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "%s names %s, which does not exist".formatted(key, file), e);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "%s names %s, which is no text in UTF-8".formatted(key, file), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s names %s, which this process can't read: %s".formatted(key, file, e), e);
    }
  }
}
