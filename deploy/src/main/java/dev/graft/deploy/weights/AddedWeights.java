package dev.graft.deploy.weights;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.graft.deploy.Failure;
import dev.graft.deploy.home.Home;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The names under which weights were added to an installation, and the digest that each had then. A
 * file that people can read and mend: {@code backbones/added.json} of the home.
 */
public final class AddedWeights {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path folder;

  public AddedWeights(Home home) {
    this.folder = home.folder().resolve("backbones");
  }

  /** By name. */
  public Map<String, Added> all() {
    if (!Files.exists(file())) {
      return Map.of();
    }
    try {
      return JSON.readValue(file().toFile(), new TypeReference<TreeMap<String, Added>>() {});
    } catch (IOException e) {
      throw new Failure("can't read " + file() + ": " + e.getMessage(), e);
    }
  }

  public Optional<Added> find(String name) {
    return Optional.ofNullable(all().get(name));
  }

  Path file() {
    return folder.resolve("added.json");
  }

  /** Where a file lies on its way. */
  Path onItsWay(String name) {
    return folder.resolve(name + ".safetensors");
  }

  void remember(String name, Added added) {
    var all = new TreeMap<>(all());
    all.put(name, added);
    var fresh = folder.resolve("added.json.new");
    try {
      JSON.writeValue(fresh.toFile(), all);
      Files.move(
          fresh, file(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new Failure("can't write " + file() + ": " + e, e);
    }
  }

  /**
   * Only one command adds at a time: two would write into one file.
   *
   * @throws Failure if another one does
   */
  FileChannel lock() {
    try {
      Files.createDirectories(folder);
      var channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new Failure("another `graft backbone add` is at work in " + folder);
      }
      return channel;
    } catch (IOException e) {
      throw new Failure("can't write to " + folder + ": " + e, e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException held) {
      return false;
    }
  }
}
