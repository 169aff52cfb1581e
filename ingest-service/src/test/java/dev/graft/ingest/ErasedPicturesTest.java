package dev.graft.ingest;

import static dev.graft.ingest.SharedIngest.announced;
import static dev.graft.ingest.Submissions.image;
import static dev.graft.ingest.Submissions.status;
import static dev.graft.ingest.Submissions.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.graft.embedded.Moment;
import dev.graft.embedded.TestBed;
import dev.graft.ingest.picture.Drawn;
import dev.graft.topics.Keys;
import dev.graft.topics.Topics;
import dev.graft.v1.ImageErased;
import io.grpc.Status;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An erased picture is gone for ever, from the store and from every topic. */
class ErasedPicturesTest {
  @RegisterExtension static final SharedIngest ingest = new SharedIngest();

  @Test
  void forgetsAPictureForEver() throws Exception {
    byte[] png = Drawn.png(13);
    ingest.post("/v1/images?image_id=a/b:c", "image/png", png);
    assertEquals(200, ingest.send("DELETE", "/v1/images/a/b:c?by=ann&why=asked", "").status());
    announced(fact -> fact.getErased().getImageId().equals("a/b:c"));
    var again = ingest.post("/v1/images?image_id=a/b:c", "image/png", png);
    assertEquals("410 erased", again.status() + " " + again.fault());
    var other = status(() -> ingest.grpc().submitImage(submit("a/b:c", png)));
    assertEquals(Status.Code.FAILED_PRECONDITION, other);
  }

  @Test
  void leavesNoByteOfAnErasedPictureInTheStoreOrOnATopic() throws Exception {
    byte[] png = Drawn.png(61);
    var store = TestBed.blobs(SharedIngest.BUCKET);
    var remains = new Remains(store, png);
    try (var inbox = new InboxProducer()) {
      inbox.put("gone-1", image("gone-1", png).toByteArray());
      inbox.flush();
      announced(fact -> fact.getStored().getImageId().equals("gone-1"));
      assertTrue(remains.places().contains("object " + Keys.pixels("gone-1")));
      assertTrue(remains.places().stream().anyMatch(place -> place.startsWith("graft.inbox/")));
      assertEquals(200, ingest.send("DELETE", "/v1/images/gone-1", "").status());
      awaitNothing(remains);
      try (var rejects = new Followed<>(Topics.REJECTS)) { // nor does it come back by this way
        inbox.put("gone-1", image("gone-1", png).toByteArray());
        inbox.flush();
        var reject = rejects.await(r -> r.getKey().equals(ByteString.copyFromUtf8("gone-1")));
        assertEquals("erased", reject.getFault());
        assertTrue(reject.getValue().isEmpty());
      }
    }
    assertEquals(Optional.empty(), store.get(Keys.imageId("gone-1")));
    assertEquals(
        200,
        ingest.send("DELETE", "/v1/images/gone-1", "").status(),
        "asked again, it is done again");
    awaitNothing(remains);
  }

  @Test
  void announcesAnErasureOfWhichOnlyTheNoteWasWritten() throws Exception {
    var store = TestBed.blobs(SharedIngest.BUCKET);
    ingest.post("/v1/images?image_id=half-erased", "image/png", Drawn.png(62));
    var wished = ImageErased.newBuilder().setImageId("half-erased").setBy("ann").build();
    store.create(Keys.erasing("half-erased"), wished.toByteArray()); // and then it was killed
    assertEquals(
        wished, announced(fact -> fact.getErased().getImageId().equals("half-erased")).getErased());
    assertEquals(Optional.empty(), store.get(Keys.pixels("half-erased")));
    assertTrue(store.get(Keys.erased("half-erased")).isPresent());
  }

  private static void awaitNothing(Remains remains) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!remains.places().isEmpty()) {
      assertTrue(System.nanoTime() < deadline, () -> remains.places().toString());
      Moment.pass();
    }
  }
}
