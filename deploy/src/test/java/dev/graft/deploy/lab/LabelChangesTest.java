package dev.graft.deploy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelChangesTest {
  private static final WeightsFile MINI = new WeightsFile("mini", null);

  @TempDir Path images;

  /** A dark left half and a dark right half: mirrored, one is the other. */
  @Test
  void aClassThatIsAnotherInTheMirrorIsFound() throws Exception {
    VisionRuntime.configure(1);
    var random = new Random(1);
    for (int i = 0; i < 24; i++) {
      String part = i < 20 ? "train" : "test";
      draw(part, "left", i, 0, random);
      draw(part, "right", i, 32, random);
    }
    var set = LabSet.read(images, Integer.MAX_VALUE, 1);
    List<LabelChanges.Row> rows = LabelChanges.of(MINI, set, Device.CPU, 0.8);
    for (String side : List.of("left", "right")) {
      var found =
          rows.stream()
              .filter(row -> row.change().equals("mirror") && row.className().equals(side))
              .findFirst();
      assertTrue(found.isPresent(), rows.toString());
      assertEquals(side.equals("left") ? "right" : "left", found.get().into());
      assertEquals(4, found.get().pictures());
    }
    assertTrue(rows.stream().noneMatch(row -> row.change().equals("colour")), rows.toString());
  }

  private void draw(String part, String name, int number, int dark, Random random)
      throws IOException {
    var picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    var graphics = picture.createGraphics();
    graphics.setColor(new Color(200 + random.nextInt(50), 200 + random.nextInt(50), 220));
    graphics.fillRect(0, 0, 64, 64);
    graphics.setColor(new Color(random.nextInt(60), random.nextInt(60), 30));
    graphics.fillRect(dark, random.nextInt(8), 32, 56);
    graphics.dispose();
    var folder = Files.createDirectories(images.resolve(part).resolve(name));
    ImageIO.write(picture, "png", folder.resolve(number + ".png").toFile());
  }
}
