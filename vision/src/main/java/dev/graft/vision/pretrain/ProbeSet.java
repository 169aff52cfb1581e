package dev.graft.vision.pretrain;

import dev.graft.vision.draw.DemoPictures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Labelled pictures to probe with.
 *
 * @param name for people
 * @param classes by index
 * @param train what the probe is fitted on
 * @param test what it is judged by
 */
public record ProbeSet(String name, List<String> classes, List<Example> train, List<Example> test) {
  /**
   * One encoded picture.
   *
   * @param label index of its class
   */
  public record Example(byte[] picture, int label) {}

  public ProbeSet {
    classes = List.copyOf(classes);
    train = List.copyOf(train);
    test = List.copyOf(test);
  }

  /** Reads {@code train/CLASS/*} and {@code test/CLASS/*}. */
  public static ProbeSet ofFolder(Path folder) throws IOException {
    List<String> classes = names(folder.resolve("train"));
    return new ProbeSet(
        String.valueOf(folder.getFileName()),
        classes,
        read(folder.resolve("train"), classes),
        read(folder.resolve("test"), classes));
  }

  /** Every folder in {@code parent} that has {@code train} and {@code test}; or parent itself. */
  public static List<ProbeSet> allIn(Path parent) throws IOException {
    if (Files.isDirectory(parent.resolve("train"))) {
      return List.of(ofFolder(parent));
    }
    var sets = new ArrayList<ProbeSet>();
    for (String name : names(parent)) {
      if (Files.isDirectory(parent.resolve(name).resolve("train"))) {
        sets.add(ofFolder(parent.resolve(name)));
      }
    }
    return sets;
  }

  /** The demonstration's task, drawn. */
  public static ProbeSet demo(int trainPerClass, int testPerClass) {
    List<String> classes = DemoPictures.classes();
    var train = new ArrayList<Example>();
    var test = new ArrayList<Example>();
    for (int label = 0; label < classes.size(); label++) {
      for (int i = 0; i < trainPerClass + testPerClass; i++) {
        byte[] png = DemoPictures.png(classes.get(label), i);
        (i < trainPerClass ? train : test).add(new Example(png, label));
      }
    }
    return new ProbeSet("demo", classes, train, test);
  }

  private static List<Example> read(Path folder, List<String> classes) throws IOException {
    var examples = new ArrayList<Example>();
    for (int label = 0; label < classes.size(); label++) {
      Path pictures = folder.resolve(classes.get(label));
      for (String name : Files.isDirectory(pictures) ? names(pictures) : List.<String>of()) {
        examples.add(new Example(Files.readAllBytes(pictures.resolve(name)), label));
      }
    }
    return examples;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
