package dev.graft.deploy.demo;

import dev.graft.deploy.Failure;
import dev.graft.deploy.demo.props.PictureSet;
import dev.graft.deploy.demo.props.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Pictures from {@code DIR/train/CLASS/} and {@code DIR/test/CLASS/}. */
final class FolderPictures {
  private FolderPictures() {}

  static PictureSet read(Path folder) {
    var classes = names(folder.resolve("train"));
    var unknown = names(folder.resolve("test")).stream().filter(name -> !classes.contains(name));
    if (classes.size() < 2) {
      throw new Failure(folder + "/train needs a folder for each of at least two classes");
    }
    Optional<String> stranger = unknown.findFirst();
    if (stranger.isPresent()) {
      throw new Failure("class " + stranger.get() + " is in test but not in train");
    }
    return new PictureSet(
        classes,
        Arrival.order(samples(folder, "train", classes), new Random(1)),
        samples(folder, "test", classes));
  }

  private static List<Sample> samples(Path folder, String part, List<String> classes) {
    var samples = new ArrayList<Sample>();
    for (var name : classes) {
      for (var file : list(folder.resolve(part).resolve(name))) {
        var id = "demo/%s/%05d".formatted(part, samples.size());
        samples.add(new Sample(id, name, () -> bytes(file)));
      }
    }
    return samples;
  }

  private static List<String> names(Path folder) {
    return list(folder).stream()
        .filter(Files::isDirectory)
        .map(path -> path.getFileName().toString())
        .toList();
  }

  private static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new Failure(
          "there is no folder " + folder + "; --images needs train/CLASS and test/CLASS");
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(path -> !path.getFileName().toString().startsWith(".")).sorted().toList();
    } catch (IOException e) {
      throw new Failure("can't read " + folder + ": " + e, e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
