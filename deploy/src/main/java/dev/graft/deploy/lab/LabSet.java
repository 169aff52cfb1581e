package dev.graft.deploy.lab;

import dev.graft.deploy.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The pictures of an experiment: DIR/train/CLASS and DIR/test/CLASS, a fifth of each class's train
 * pictures held back by lot.
 *
 * @param name of the folder
 * @param classes by index
 */
public record LabSet(String name, List<String> classes, List<LabPicture> pictures) {
  private static final double HELD_BACK = 0.2;

  public LabSet {
    classes = List.copyOf(classes);
    pictures = List.copyOf(pictures);
  }

  /**
   * Lists the folders.
   *
   * @param perClass most train pictures of a class, chosen by lot; the test part stays whole
   * @throws Failure if a folder is missing, or a class has fewer than two train pictures
   */
  public static LabSet read(Path folder, int perClass, long seed) {
    var train = folder.resolve("train");
    var test = folder.resolve("test");
    if (!Files.isDirectory(train) || !Files.isDirectory(test)) {
      throw new Failure(
          folder + " has no train/CLASS and test/CLASS folders of pictures, which the lab needs");
    }
    var lot = new Random(seed);
    var pictures = new ArrayList<LabPicture>();
    var classes = entries(train).stream().filter(Files::isDirectory).map(LabSet::name).toList();
    if (classes.size() < 2) {
      throw new Failure(train + " has fewer than two folders of pictures: nothing to tell apart");
    }
    for (int label = 0; label < classes.size(); label++) {
      var files = new ArrayList<>(entries(train.resolve(classes.get(label))));
      Collections.shuffle(files, lot);
      var kept = files.subList(0, Math.min(perClass, files.size()));
      if (kept.size() < 2) {
        throw new Failure(
            "class %s has %d train pictures; at least two are needed, one to learn from and one to choose by"
                .formatted(classes.get(label), kept.size()));
      }
      int held = Math.max(1, (int) Math.round(HELD_BACK * kept.size()));
      add(pictures, kept.subList(0, held), LabPicture.Part.VALIDATION, label);
      add(pictures, kept.subList(held, kept.size()), LabPicture.Part.FIT, label);
      var tests = test.resolve(classes.get(label));
      add(
          pictures,
          Files.isDirectory(tests) ? entries(tests) : List.of(),
          LabPicture.Part.TEST,
          label);
    }
    return new LabSet(name(folder.toAbsolutePath().normalize()), classes, pictures);
  }

  /**
   * The train folder to learn from and another part to validate by, whole; nothing is held back.
   *
   * @param other folder beside {@code train}
   * @throws Failure if a folder is missing or has fewer than two classes
   */
  public static LabSet parts(Path folder, String other) {
    var train = folder.resolve("train");
    var validation = folder.resolve(other);
    if (!Files.isDirectory(train) || !Files.isDirectory(validation)) {
      throw new Failure("%s has no folders train/CLASS and %s/CLASS".formatted(folder, other));
    }
    var classes = entries(train).stream().filter(Files::isDirectory).map(LabSet::name).toList();
    if (classes.size() < 2) {
      throw new Failure(train + " has fewer than two folders of pictures: nothing to tell apart");
    }
    var pictures = new ArrayList<LabPicture>();
    for (int label = 0; label < classes.size(); label++) {
      add(pictures, entries(train.resolve(classes.get(label))), LabPicture.Part.FIT, label);
      var held = validation.resolve(classes.get(label));
      if (Files.isDirectory(held)) {
        add(pictures, entries(held), LabPicture.Part.VALIDATION, label);
      }
    }
    return new LabSet(name(folder.toAbsolutePath().normalize()), classes, pictures);
  }

  private static void add(List<LabPicture> to, List<Path> files, LabPicture.Part part, int label) {
    for (int rank = 0; rank < files.size(); rank++) {
      to.add(new LabPicture(files.get(rank), part, label, rank));
    }
  }

  /** How many train pictures there are, held back ones too. */
  public int trainSize() {
    return (int) pictures.stream().filter(p -> p.part() != LabPicture.Part.TEST).count();
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(path -> !name(path).startsWith(".")).sorted().toList();
    } catch (IOException e) {
      throw new Failure("can't list " + folder + ": " + e.getMessage(), e);
    }
  }
}
