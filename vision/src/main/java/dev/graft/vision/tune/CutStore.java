package dev.graft.vision.tune;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files of activations in a folder of its own, named by a digest of what made them, no more than so
 * many bytes. When it is full, files that were there before and have not been asked for go, oldest
 * first; those of this run stay, and what finds no room is computed again: an epoch asks for
 * everything once, so throwing out what was used least recently would throw out all of it.
 */
public final class CutStore {
  private record Kept(Path path, long bytes) {}

  private final Path folder;
  private final long mostBytes;
  private final Deque<Kept> earlier = new ArrayDeque<>(); // oldest first
  private final Set<Path> used = new HashSet<>();
  private long bytes;

  /**
   * Opens a folder, made if it is not there.
   *
   * @throws IOException if it can't be made or listed
   */
  public CutStore(Path folder, long mostBytes) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.mostBytes = mostBytes;
    try (Stream<Path> files = Files.list(folder)) {
      var there = files.filter(Files::isRegularFile).toList();
      record Aged(Kept kept, long modified) {}
      var aged = new ArrayList<Aged>();
      for (Path file : there) {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        aged.add(
            new Aged(new Kept(file, attributes.size()), attributes.lastModifiedTime().toMillis()));
      }
      aged.sort(Comparator.comparingLong(Aged::modified));
      aged.forEach(file -> earlier.add(file.kept()));
    }
    earlier.forEach(kept -> bytes += kept.bytes());
  }

  /**
   * What was put under a key.
   *
   * @param length a file of another length is no answer
   */
  Optional<byte[]> get(String key, int length) throws IOException {
    Path path = path(key);
    try {
      byte[] found = Files.readAllBytes(path);
      used.add(path);
      return found.length == length ? Optional.of(found) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Keeps it if there is room. */
  void put(String key, byte[] values) throws IOException {
    while (bytes + values.length > mostBytes && !earlier.isEmpty()) {
      Kept oldest = earlier.remove();
      if (!used.contains(oldest.path()) && Files.deleteIfExists(oldest.path())) {
        bytes -= oldest.bytes();
      }
    }
    if (bytes + values.length > mostBytes) {
      return;
    }
    Path path = path(key);
    Path half = Files.createTempFile(folder, "half", ".written");
    Files.write(half, values);
    Files.move(half, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    used.add(path);
    bytes += values.length;
  }

  /** Of all files. */
  public long bytes() {
    return bytes;
  }

  private Path path(String key) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      String name = HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
      return folder.resolve(name + ".f16");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
