package dev.graft.deploy.weights;

import dev.graft.deploy.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The beginning of a file that is being fetched, and which version of the file it is of. */
final class PartFile {
  private final Path target;
  private final Path part;
  private final Path version;

  PartFile(Path target) {
    this.target = target;
    this.part = target.resolveSibling(target.getFileName() + ".part");
    this.version = target.resolveSibling(target.getFileName() + ".version");
  }

  long size() {
    return part.toFile().length();
  }

  Path path() {
    return part;
  }

  /** What the server called the version; empty if it did not, and nothing can be added to it. */
  String version() {
    try {
      return Files.exists(version) ? Files.readString(version) : "";
    } catch (IOException e) {
      throw new Failure("can't read " + version + ": " + e, e);
    }
  }

  /** Begins anew. */
  void begin(String newVersion) {
    try {
      Files.deleteIfExists(part);
      Files.writeString(version, newVersion);
    } catch (IOException e) {
      throw new Failure("can't write " + version + ": " + e, e);
    }
  }

  OutputStream appending() {
    try {
      return Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new Failure("can't write " + part + ": " + e, e);
    }
  }

  void complete() {
    try {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      Files.deleteIfExists(version);
    } catch (IOException e) {
      throw new Failure("can't write " + target + ": " + e, e);
    }
  }
}
