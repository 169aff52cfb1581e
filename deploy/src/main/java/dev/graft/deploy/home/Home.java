package dev.graft.deploy.home;

import dev.graft.deploy.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder of one installation: everything that it keeps lies below it, and deleting it deletes
 * the installation.
 *
 * @param folder an absolute path
 */
public record Home(Path folder) {
  /** In {@code run}: how a client gets into what runs now; may hold secrets. */
  public static final String ACCESS = "access.properties";

  public Home {
    folder = folder.toAbsolutePath().normalize();
  }

  /** {@code $GRAFT_HOME}, or else {@code .graft} in the user's own folder. */
  public static Home ofThisUser() {
    var named = System.getenv("GRAFT_HOME");
    return new Home(
        named == null || named.isBlank()
            ? Path.of(System.getProperty("user.home"), ".graft")
            : Path.of(named));
  }

  /** What the broker, the store and the services keep between runs. */
  public Path data(String name) {
    return folder.resolve("data").resolve(name);
  }

  public Path log(String name) {
    return folder.resolve("logs").resolve(name + ".log");
  }

  /** Files of the present run: configurations, argument files, marks of readiness. */
  public Path run(String file) {
    return folder.resolve("run").resolve(file);
  }

  public Path runFile() {
    return run("run.json");
  }

  Path lockFile() {
    return folder.resolve("lock");
  }

  public Path accessFile() {
    return run(ACCESS);
  }

  /** Writes a file of the present run that only this user can read, from its first byte on. */
  public Path writePrivately(String name, String text) {
    var file = run(name);
    try {
      Files.deleteIfExists(file);
      Files.createFile(file, ownerOnly());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new Failure("can't write " + file + ": " + e, e);
    }
  }

  /** Where the file system knows owners. */
  FileAttribute<?>[] ownerOnly() {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  public Home ensured() {
    try {
      for (var name : new String[] {"data", "logs", "run"}) {
        Files.createDirectories(folder.resolve(name));
      }
      return this;
    } catch (IOException e) {
      throw new Failure("can't write to " + folder + ": " + e, e);
    }
  }

  /** Removes what the last run left in {@code run}. */
  public void forgetLastRun() {
    try (var files = Files.list(folder.resolve("run"))) {
      for (var file : files.toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
