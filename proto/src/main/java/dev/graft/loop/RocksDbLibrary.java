package dev.graft.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;

/**
 * Unpacks RocksDB's library under a fixed name. Left alone it unpacks 15 MB under a new name in the
 * temporary folder each time, which a killed process never deletes.
 */
final class RocksDbLibrary {
  private RocksDbLibrary() {}

  /**
   * Loads it, once in the life of a JVM.
   *
   * @param folder that no other process uses; created if it is missing
   */
  static void load(Path folder) {
    try {
      Files.createDirectories(folder);
      NativeLibraryLoader.getInstance().loadLibrary(folder.toAbsolutePath().toString());
    } catch (IOException e) {
      throw new UncheckedIOException("can't unpack RocksDB's library into " + folder, e);
    }
  }
}
