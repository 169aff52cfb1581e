package dev.graft.deploy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.diagnose.Measured;
import dev.graft.vision.draw.DemoPictures;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With mini on drawn pictures, one of which leaked twice. */
class ExaminationTest {
  @TempDir Path images;

  @Test
  void findsAPictureThatWasCopiedAndOneThatWasScaled() throws Exception {
    VisionRuntime.configure(1);
    for (String name : DemoPictures.classes().subList(0, 2)) {
      for (int i = 0; i < 14; i++) {
        put(i < 10 ? "train" : "validation", name, i + ".png", DemoPictures.png(name, i));
      }
    }
    String name = DemoPictures.classes().get(0);
    put("validation", name, "copy.png", DemoPictures.png(name, 3));
    put("validation", name, "scaled.jpg", scaled(DemoPictures.png(name, 4)));
    long before = VisionRuntime.aliveArrays();
    Measured measured =
        new Examination(
                LabSet.parts(images, "validation"), new WeightsFile("mini", null), Device.CPU)
            .measure(pictures -> {});
    assertEquals(before, VisionRuntime.aliveArrays());
    assertEquals(
        List.of(twin(name, "3.png", "copy.png", true), twin(name, "4.png", "scaled.jpg", false)),
        measured.twins());
    assertEquals(20, measured.outOfFold().of());
    assertEquals(10, measured.validation().of());
    assertEquals(5, measured.preprocessings().size());
  }

  private Measured.Twin twin(String name, String train, String validation, boolean exact) {
    return new Measured.Twin(
        images.resolve("train").resolve(name).resolve(train).toString(),
        images.resolve("validation").resolve(name).resolve(validation).toString(),
        exact,
        true);
  }

  private void put(String part, String name, String file, byte[] bytes) throws IOException {
    Files.createDirectories(images.resolve(part).resolve(name));
    Files.write(images.resolve(part).resolve(name).resolve(file), bytes);
  }

  private static byte[] scaled(byte[] png) throws IOException {
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
    int width = picture.getWidth() * 5 / 4;
    int height = picture.getHeight() * 5 / 4;
    var larger = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = larger.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(picture, 0, 0, width, height, null);
    graphics.dispose();
    var bytes = new java.io.ByteArrayOutputStream();
    ImageIO.write(larger, "jpg", bytes);
    return bytes.toByteArray();
  }
}
