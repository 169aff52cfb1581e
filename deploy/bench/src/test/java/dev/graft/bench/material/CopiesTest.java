package dev.graft.bench.material;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.graft.vision.draw.DemoPictures;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class CopiesTest {
  @Test
  void copiesDifferInBytesAndNotInPixels() throws IOException {
    var jpeg = jpeg();
    var one = Copies.of(jpeg, 1);
    var two = Copies.of(jpeg, 2);
    assertNotEquals(Arrays.toString(one), Arrays.toString(two));
    assertEquals(jpeg.length + 12, one.length);
    assertArrayEquals(picture(jpeg).rgb(), picture(one).rgb());
    assertArrayEquals(picture(jpeg).rgb(), picture(two).rgb());
  }

  private static byte[] jpeg() throws IOException {
    var png = DemoPictures.png(DemoPictures.classes().get(0), 7);
    var drawn = ImageIO.read(new ByteArrayInputStream(png));
    var rgb =
        new java.awt.image.BufferedImage(
            drawn.getWidth(), drawn.getHeight(), java.awt.image.BufferedImage.TYPE_INT_RGB);
    rgb.createGraphics().drawImage(drawn, 0, 0, null);
    var out = new ByteArrayOutputStream();
    ImageIO.write(rgb, "jpeg", out);
    return out.toByteArray();
  }

  private static Picture picture(byte[] jpeg) {
    return ((Decoded.Readable) new PictureDecoder(PictureLimits.DEFAULT).decode(jpeg)).picture();
  }
}
