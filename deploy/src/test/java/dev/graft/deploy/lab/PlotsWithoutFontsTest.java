package dev.graft.deploy.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plots carry their font. A JVM of its own draws with a fontconfig that knows no font at all, and
 * no cache of an earlier JVM; plain Java2D text fails there, which is asserted too.
 */
@EnabledOnOs(OS.LINUX)
class PlotsWithoutFontsTest {
  private static final String NO_FONTS =
      """
      <?xml version="1.0"?>
      <!DOCTYPE fontconfig SYSTEM "fonts.dtd">
      <fontconfig><cachedir>%s</cachedir></fontconfig>
      """;

  @TempDir Path folder;

  /** Draws a report into the folder of its argument. */
  static final class Draw {
    public static void main(String[] arguments) {
      var curves =
          new Curves(
              "labels", List.of(1.0, 10.0, 100.0), List.of(1.0, 1.0, 0.9), List.of(0.5, 0.7, 0.8));
      var entry = new Entry("features.18", 0.8, 0.9, 0.3, 1, 12, curves, Map.of());
      var report =
          new LabReport(
              "layers",
              "/pets",
              "mini",
              1,
              1,
              List.of(entry, entry),
              entry,
              java.util.Map.of(),
              List.of());
      var plots = new Plots(Path.of(arguments[0]));
      plots.accuracies(report, "Linear probe after each stage", "stage", true);
      plots.curves(report);
      plots.speeds(report);
    }
  }

  /** Text as anybody would draw it. */
  static final class DrawPlainly {
    public static void main(String[] arguments) {
      new java.awt.image.BufferedImage(9, 9, java.awt.image.BufferedImage.TYPE_INT_RGB)
          .createGraphics()
          .drawString("text", 0, 9);
    }
  }

  @Test
  void drawsWhereThereIsNoFontJustAsWhereThereAreSome() throws Exception {
    var without = Files.createDirectory(folder.resolve("without"));
    var with = Files.createDirectory(folder.resolve("with"));
    assertEquals("", said(Draw.class, without, true));
    assertEquals("", said(Draw.class, with, false));
    for (String plot : List.of("accuracy.png", "curves.png", "speed.png")) {
      var picture = ImageIO.read(without.resolve(plot).toFile());
      assertEquals(List.of(1000, 600), List.of(picture.getWidth(), picture.getHeight()));
      assertArrayEquals(
          Files.readAllBytes(with.resolve(plot)), Files.readAllBytes(without.resolve(plot)), plot);
    }
  }

  @Test
  void plainTextFailsThere() throws Exception {
    assertTrue(said(DrawPlainly.class, folder, true).contains("Fontconfig head is null"));
  }

  private String said(Class<?> main, Path out, boolean noFonts) throws Exception {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.awt.headless=true",
            "-Duser.home=" + folder, // where Java keeps what it heard of fontconfig
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            out.toString());
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    if (noFonts) {
      var configuration = folder.resolve("fonts.conf");
      Files.writeString(configuration, NO_FONTS.formatted(folder.resolve("cache")).strip());
      builder.environment().put("FONTCONFIG_FILE", configuration.toString());
    }
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
