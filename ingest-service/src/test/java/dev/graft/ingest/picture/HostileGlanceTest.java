package dev.graft.ingest.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.vision.hostile.HostilePicture;
import dev.graft.vision.hostile.HostilePictures;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.PictureDecoder;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The glance at a header and the decoder behind it agree: what the glance refuses nobody could
 * decode, and for a fault of the same kind.
 */
class HostileGlanceTest {
  private static final int MAX_BYTES = 16 << 20;
  private static final int MAX_PIXELS = 300_000;
  private static final Map<Fault, Set<String>> SAME =
      Map.of(
          Fault.EMPTY_PICTURE, Set.of("empty"),
          Fault.UNKNOWN_KIND, Set.of("not-a-picture"),
          Fault.TOO_MANY_PIXELS, Set.of("too-many-pixels", "corrupt", "truncated", "unsupported"),
          Fault.UNREADABLE_PICTURE, Set.of("truncated", "corrupt", "unsupported"));

  private final PictureGlance glance = new PictureGlance(new PictureLimits(MAX_BYTES, MAX_PIXELS));
  private final PictureDecoder decoder =
      new PictureDecoder(new dev.graft.vision.picture.PictureLimits(MAX_BYTES, MAX_PIXELS));

  @Test
  void refusesOnlyWhatTheDecoderRefusesAndForTheSameReason() {
    assertEquals(
        List.of(),
        HostilePictures.some(3).stream()
            .flatMap(picture -> disagreement(picture).stream())
            .toList());
  }

  @Test
  void looksWithoutTakingMemory() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (var picture : HostilePictures.all()) {
      long before = threads.getCurrentThreadAllocatedBytes();
      glance.at(picture.bytes());
      long taken = threads.getCurrentThreadAllocatedBytes() - before;
      assertEquals(0, taken >> 20, picture + " took " + taken + " bytes");
    }
  }

  private Optional<String> disagreement(HostilePicture picture) {
    var decoded = decoder.decode(picture.bytes());
    if (glance.at(picture.bytes()) instanceof Outcome.Refused<Glimpse> refused) {
      boolean agrees =
          decoded instanceof Decoded.Unreadable unreadable
              && SAME.get(refused.fault()).contains(unreadable.fault())
              && !refused.reason().isBlank();
      return agrees ? Optional.empty() : Optional.of(picture + ": " + refused + ", " + decoded);
    }
    boolean outside =
        decoded instanceof Decoded.Unreadable unreadable
            && Set.of("empty", "too-large", "not-a-picture").contains(unreadable.fault());
    return outside ? Optional.of(picture + ": taken, " + decoded) : Optional.empty();
  }
}
