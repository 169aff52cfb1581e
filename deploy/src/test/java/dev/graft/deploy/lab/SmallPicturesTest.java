package dev.graft.deploy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.InputOptions;
import dev.graft.vision.backbone.VisionRuntime;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mini sees 64 pixels; half of that is 32. */
class SmallPicturesTest {
  private static final WeightsFile MINI = new WeightsFile("mini", null);
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path images;
  @TempDir Path activations;
  private final List<String> remarks = new ArrayList<>();

  @BeforeAll
  static void oneThread() {
    VisionRuntime.configure(1);
  }

  @Test
  void areComparedAtBothSidesAndTheHeldBackOnesDecide() throws Exception {
    draw(32);
    var ground = ground();
    int side = ground.source().preprocessing().crop();
    assertTrue(side == 32 || side == 64, "side " + side);
    assertTrue(remarks.get(0).contains("so they are seen at " + side), remarks.toString());
    assertTrue(remarks.get(0).contains("at 32 pixels and "), remarks.toString());
    assertEquals(side, Way.full(ground.source()).source().preprocessing().crop());
    assertEquals(32, Way.scratch(ground.source()).source().preprocessing().crop());
  }

  @Test
  void thatHoldMoreDetailAreSeenAsUsual() throws Exception {
    draw(48);
    assertEquals(InputOptions.USUAL, ground().source().input());
    assertEquals(List.of(), remarks);
  }

  private TuneGround ground() throws IOException, InterruptedException {
    var set = LabSet.read(images, Integer.MAX_VALUE, 1);
    var options =
        new LabOptions(
            images, images, 1, Integer.MAX_VALUE, LONG, Device.CPU, said -> {}, done -> {});
    var usual =
        new CutSource(
            MINI, MINI.architecture().defaultCut(), InputOptions.USUAL, activations, Device.CPU, 1);
    return SmallPictures.ground(usual, set, options, Deadline.in(LONG), remarks);
  }

  private void draw(int side) throws IOException {
    DrawnSet.draw(images, 0);
    try (Stream<Path> files = Files.walk(images)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        var small = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        var graphics = small.createGraphics();
        graphics.drawImage(ImageIO.read(file.toFile()), 0, 0, side, side, null);
        graphics.dispose();
        ImageIO.write(small, "png", file.toFile());
      }
    }
  }
}
