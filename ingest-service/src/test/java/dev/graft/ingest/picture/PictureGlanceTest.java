package dev.graft.ingest.picture;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureGlanceTest {
  private final PictureGlance glance = new PictureGlance(PictureLimits.DEFAULT);

  @ParameterizedTest
  @CsvSource({
    "jpg, image/jpeg",
    "png, image/png",
    "gif, image/gif",
    "bmp, image/bmp",
    "tiff, image/tiff",
    "wbmp, image/vnd.wap.wbmp"
  })
  void knowsEachKindByItsBytes(String format, String mediaType) {
    assertEquals(
        Outcome.taken(new Glimpse(mediaType, 40, 30)), glance.at(Drawn.encoded(format, 40, 30, 1)));
  }

  @Test
  void refusesNoBytes() {
    assertEquals(Fault.EMPTY_PICTURE, fault(new byte[0]));
  }

  @Test
  void refusesABombFromItsHeader() {
    assertEquals(Fault.TOO_MANY_PIXELS, fault(Drawn.bomb()));
  }

  @Test
  void refusesAPictureOfTooManyBytes() {
    var narrow = new PictureGlance(new PictureLimits(100, 1000));
    assertEquals(Fault.TOO_LARGE, faultOf(narrow.at(Drawn.jpeg(1))));
  }

  @Test
  void refusesAPictureThatEndsWithinItsHeader() {
    assertEquals(Fault.UNREADABLE_PICTURE, fault(Arrays.copyOf(Drawn.png(1), 20)));
    assertEquals(Fault.UNREADABLE_PICTURE, fault(Arrays.copyOf(Drawn.jpeg(1), 20)));
  }

  @Test
  void takesAPictureThatIsCutBehindItsHeaderSinceNothingIsDecodedHere() {
    byte[] jpeg = Drawn.encoded("jpg", 200, 200, 1);
    assertEquals(
        Outcome.taken(new Glimpse("image/jpeg", 200, 200)),
        glance.at(Arrays.copyOf(jpeg, jpeg.length - 50)));
  }

  @ParameterizedTest
  @CsvSource({
    "RIFF1234WEBPVP8, WebP",
    "1234ftypheic, HEIC",
    "%PDF-1.7, PDF",
    "<svg xmlns=, SVG",
    "PK-zipped, ZIP",
    "just some text, no picture"
  })
  void saysWhatAFileThatIsNoPictureLooksLike(String beginning, String said) {
    var refused = (Outcome.Refused<Glimpse>) glance.at(beginning.getBytes(US_ASCII));
    assertEquals(Fault.UNKNOWN_KIND, refused.fault());
    assertTrue(refused.reason().contains(said), refused.reason());
  }

  @Test
  void zerosAreNoWbmp() {
    assertEquals(Fault.UNKNOWN_KIND, fault(new byte[1000]));
  }

  @Property(tries = 300, seed = "1")
  void answersWhateverTheBytesAre(@ForAll @Size(max = 300) byte[] bytes) {
    assertNotNull(glance.at(bytes));
  }

  @Property(tries = 300, seed = "1")
  void answersWhereverAPictureIsCutOrSpoilt(
      @ForAll @IntRange(max = 5) int kind,
      @ForAll @IntRange(max = 400) int length,
      @ForAll @IntRange(max = 60) int at,
      @ForAll byte wrong) {
    var format = new String[] {"jpg", "png", "gif", "bmp", "tiff", "wbmp"}[kind];
    byte[] bytes = Arrays.copyOf(Drawn.encoded(format, 40, 30, 1), length);
    if (at < length) {
      bytes[at] = wrong;
    }
    assertNotNull(glance.at(bytes));
  }

  private Fault fault(byte[] bytes) {
    return faultOf(glance.at(bytes));
  }

  private static Fault faultOf(Outcome<Glimpse> outcome) {
    return ((Outcome.Refused<Glimpse>) outcome).fault();
  }
}
