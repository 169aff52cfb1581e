package dev.graft.deploy.lab;

import dev.graft.deploy.Failure;
import java.awt.Font;
import java.awt.FontFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The font of all plots: Liberation Sans (SIL Open Font License), which lies in PDFBox's jar. The
 * same everywhere, also where there is no font at all.
 *
 * <p>On Linux Java asks fontconfig for fonts before it draws any text, even with a font of one's
 * own, and throws where the library or every font is missing. Told by {@code sun.awt.fontconfig}
 * where the files of its logical fonts lie, it asks nobody. That must be said before the first text
 * of the process is drawn.
 */
final class PlotFont {
  private static final String RESOURCE =
      "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
  private static final String PROPERTY = "sun.awt.fontconfig";
  private static final String XLFD =
      "-misc-liberation sans-medium-r-normal--*-%d-*-*-p-*-iso8859-1";

  private PlotFont() {}

  /**
   * Loads it; for the whole process the logical fonts are this one from now on.
   *
   * @throws Failure if it can't be unpacked into the folder for temporary files
   */
  static Font load() {
    try (InputStream in = PlotFont.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("PDFBox's jar no longer has " + RESOURCE);
      }
      byte[] font = in.readAllBytes();
      if (System.getProperty(PROPERTY) == null) {
        System.setProperty(PROPERTY, configuration(font).toString());
      }
      return Font.createFont(Font.TRUETYPE_FONT, new ByteArrayInputStream(font));
    } catch (IOException | FontFormatException e) {
      throw new Failure("can't unpack the font of the plots: " + e.getMessage(), e);
    }
  }

  /** Every logical font is this one: the format of the JDK's own fontconfig.properties. */
  private static Path configuration(byte[] font) throws IOException {
    Path folder = Files.createTempDirectory("graft-font");
    Path file = folder.resolve("LiberationSans-Regular.ttf");
    Path properties = folder.resolve("fontconfig.properties");
    folder.toFile().deleteOnExit(); // in reverse order
    file.toFile().deleteOnExit();
    properties.toFile().deleteOnExit();
    Files.write(file, font);
    var lines = new StringBuilder("version=1\n");
    for (String logical : List.of("serif", "sansserif", "monospaced", "dialog", "dialoginput")) {
      for (String style : List.of("plain", "bold", "italic", "bolditalic")) {
        lines.append(logical).append('.').append(style).append(".latin-1=").append(XLFD);
        lines.append('\n');
      }
    }
    lines.append("sequence.allfonts=latin-1\n");
    lines.append("filename.").append(XLFD.replace(' ', '_')).append('=').append(file).append('\n');
    Files.writeString(properties, lines);
    return properties;
  }
}
