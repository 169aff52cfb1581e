package dev.graft.deploy.lab;

import dev.graft.deploy.Failure;
import dev.graft.vision.picture.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/** Some pictures of a folder, by lot. */
public final class PictureSample {
  private static final List<String> ENDINGS =
      List.of(".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff");

  private PictureSample() {}

  /**
   * Networks' inputs of at most so many pictures anywhere below a folder; of its {@code train} part
   * if it has one.
   *
   * @throws Failure if there is no picture, or one can't be read
   */
  public static List<float[]> of(Path folder, int most, long seed, Preprocessing preprocessing) {
    Path train = folder.resolve("train");
    Path from = Files.isDirectory(train) ? train : folder;
    var files = new ArrayList<Path>();
    try (Stream<Path> below = Files.walk(from)) {
      below.filter(PictureSample::looksLikeOne).sorted().forEach(files::add);
    } catch (IOException e) {
      throw new Failure("can't list " + from + ": " + e.getMessage(), e);
    }
    if (files.isEmpty()) {
      throw new Failure("there is no picture below " + from);
    }
    Collections.shuffle(files, new Random(seed));
    return files.subList(0, Math.min(most, files.size())).stream()
        .map(file -> EmbeddingPass.prepare(file, preprocessing))
        .toList();
  }

  private static boolean looksLikeOne(Path path) {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    return Files.isRegularFile(path) && ENDINGS.stream().anyMatch(name::endsWith);
  }
}
