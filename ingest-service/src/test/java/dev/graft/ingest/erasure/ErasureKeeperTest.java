package dev.graft.ingest.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.blobs.BlobStores;
import dev.graft.ingest.intake.Erasures;
import dev.graft.ingest.intake.Intake;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.ingest.picture.PictureLimits;
import dev.graft.loop.Outgoing;
import dev.graft.loop.Received;
import dev.graft.topics.Topics;
import dev.graft.v1.ImageErased;
import dev.graft.v1.ImageFact;
import dev.graft.v1.ImageStored;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErasureKeeperTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void repeatsAnErasureThatAnImageCameAfter() {
    var blobs = BlobStores.inMemory();
    var erased = erase(new Intake(blobs, PictureLimits.DEFAULT), "gone");
    var keeper = new ErasureKeeper(new Erasures(blobs));
    assertEquals(
        List.of(Outgoing.send(Topics.IMAGES, "gone", erasure(erased))),
        keeper.on(List.of(stored(0, "here"), stored(1, "gone"), stored(2, "gone"))));
  }

  @Test
  void leavesErasuresAlone() {
    var blobs = BlobStores.inMemory();
    var erased = erase(new Intake(blobs, PictureLimits.DEFAULT), "gone");
    var keeper = new ErasureKeeper(new Erasures(blobs));
    var record = new Received<>("graft.images", 0, 0, NOW, "gone", erasure(erased), Map.of());
    assertEquals(List.of(), keeper.on(List.of(record)));
  }

  private static ImageErased erase(Intake intake, String id) {
    return ((Outcome.Taken<ImageErased>) intake.erase(id, "ann", "", NOW)).value();
  }

  private static ImageFact erasure(ImageErased erased) {
    return ImageFact.newBuilder().setErased(erased).build();
  }

  private static Received<ImageFact> stored(long offset, String id) {
    var fact = ImageFact.newBuilder().setStored(ImageStored.newBuilder().setImageId(id)).build();
    return new Received<>("graft.images", 0, offset, NOW, id, fact, Map.of());
  }
}
