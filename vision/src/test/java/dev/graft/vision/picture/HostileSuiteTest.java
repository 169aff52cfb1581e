package dev.graft.vision.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.hostile.HostilePicture;
import dev.graft.vision.hostile.HostilePicture.Expected;
import dev.graft.vision.hostile.HostilePictures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Every hostile picture becomes a network's input or a reason, in time and within its memory. */
class HostileSuiteTest {
  private static final Set<String> SPOILT = Set.of("truncated", "length", "size", "flipped");
  private static final long MIB = 1 << 20;

  private static final List<HostilePicture> ALL = HostilePictures.all();
  private static final Watched WATCHED = new Watched();

  @AfterAll
  static void stop() {
    WATCHED.close();
  }

  @Test
  void thereAreThousandsAndEachHasItsName() {
    System.out.println(HostilePictures.table(ALL));
    assertTrue(ALL.size() >= 1000);
    var names = new HashSet<String>();
    ALL.forEach(picture -> assertTrue(names.add(picture.name()), picture.name()));
  }

  @Test
  void allAreAnsweredInTimeAndWithLittleMemoryWherePicturesMustBeSmall() {
    var decoder = new PictureDecoder(new PictureLimits(16 << 20, 1_000_000));
    assertEquals(
        List.of(), ALL.stream().flatMap(p -> wrong(decoder, p, 24 * MIB, false).stream()).toList());
  }

  @Test
  void bombsAndDisguisesAreAnsweredAsExpectedWithinTheUsualLimits() {
    var decoder = new PictureDecoder(PictureLimits.DEFAULT);
    long most = 12 * PictureLimits.DEFAULT.maxPixels() + 24 * MIB;
    assertEquals(
        List.of(),
        ALL.stream()
            .filter(picture -> !SPOILT.contains(picture.family()))
            .flatMap(picture -> wrong(decoder, picture, most, true).stream())
            .toList());
  }

  @Test
  void aSmallHeapIsEnoughForFourDecodersAtOnce() throws Exception {
    var java = ProcessHandle.current().info().command().orElseThrow();
    var classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var child =
        new ProcessBuilder(
                java,
                "-Xmx256m",
                "-Djava.awt.headless=true",
                "-cp",
                classes,
                SmallHeap.class.getName())
            .redirectErrorStream(true)
            .start();
    var said = said(child);
    System.out.print(said);
    assertEquals(0, child.waitFor(), said);
  }

  private static String said(Process child) throws IOException {
    return new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** What is wrong with the answer, if anything. */
  private static Optional<String> wrong(
      PictureDecoder decoder, HostilePicture picture, long most, boolean asExpected) {
    var seen = WATCHED.decode(decoder, picture);
    if (seen.thrown() != null) {
      return Optional.of(picture + ": " + seen.thrown());
    }
    if (seen.allocated() > most + 16L * picture.bytes().length) {
      return Optional.of(picture + ": took " + seen.allocated() / MIB + " MiB");
    }
    if (Objects.requireNonNull(seen.reason(), picture.name()).isBlank()) {
      return Optional.of(picture + ": no reason");
    }
    boolean read = seen.reason().equals(Watched.READ);
    var other = read ? Expected.REFUSED : Expected.READ;
    return asExpected && picture.expected() == other
        ? Optional.of(picture + ": " + seen.reason())
        : Optional.empty();
  }
}
