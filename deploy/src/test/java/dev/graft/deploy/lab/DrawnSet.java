package dev.graft.deploy.lab;

import dev.graft.vision.draw.DemoPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Three classes of drawn pictures, 10 + 5 of each. */
final class DrawnSet {
  private DrawnSet() {}

  /**
   * Draws.
   *
   * @param wrong how far the classes of the test part are moved on: 0 for true labels
   */
  static void draw(Path images, int wrong) throws IOException {
    List<String> names = DemoPictures.classes().subList(0, 3);
    for (int k = 0; k < names.size(); k++) {
      for (int i = 0; i < 15; i++) {
        String label = names.get((k + (i < 10 ? 0 : wrong)) % names.size());
        var folder = images.resolve(i < 10 ? "train" : "test").resolve(label);
        Files.createDirectories(folder);
        Files.write(folder.resolve(i + ".png"), DemoPictures.png(names.get(k), i));
      }
    }
  }
}
