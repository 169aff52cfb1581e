package dev.graft.ingest.intake;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.graft.blobs.BlobStore;
import dev.graft.blobs.BlobStores;
import dev.graft.events.Digests;
import dev.graft.events.Times;
import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.ingest.picture.Drawn;
import dev.graft.ingest.picture.PictureLimits;
import dev.graft.topics.Keys;
import dev.graft.v1.ImageErased;
import dev.graft.v1.ImageStored;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.ObjectReference;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final byte[] CAT = Drawn.png(1);
  private static final byte[] DOG = Drawn.png(2);

  private final BlobStore bucket = BlobStores.inMemory();
  private final BlobStore blobs = BlobStores.inMemory(Map.of("camera", bucket));
  private final Intake intake = new Intake(blobs, PictureLimits.DEFAULT);

  @Test
  void keepsAPictureUnderItsIdAndSaysWhatItIs() {
    var stored =
        ImageStored.newBuilder()
            .setImageId("cat-1")
            .setBlobDigest(Digests.sha256Hex(CAT))
            .setMediaType("image/png")
            .setSizeBytes(CAT.length)
            .setWidth(8)
            .setHeight(6)
            .setSource("camera 3")
            .setGroup("tom")
            .setEventTime(Times.of(NOW))
            .build();
    assertEquals(
        Outcome.taken(new TakenImage(stored, false)),
        take(image("cat-1", CAT).setSource("camera 3").setGroup("tom")));
    assertArrayEquals(CAT, blobs.get(Keys.pixels("cat-1")).orElseThrow());
  }

  @Test
  void namesAPictureWithoutIdAfterItsBytes() {
    assertEquals(Digests.sha256Hex(CAT), taken(image("", CAT)).stored().getImageId());
  }

  @Test
  void answersTheSameBytesAgainWithTheFactsOfThen() {
    var first = taken(image("cat-1", CAT).setGroup("tom"));
    var again = taken(image("cat-1", CAT).setGroup("another").setSource("elsewhere"));
    assertEquals(new TakenImage(first.stored(), true), again);
  }

  @Test
  void refusesOtherBytesUnderAnIdThatIsTaken() {
    taken(image("cat-1", CAT));
    assertEquals(Fault.ID_TAKEN, fault(image("cat-1", DOG)));
  }

  @Test
  void letsTwoIdsHaveTheSameBytesAndErasesOneWithoutTheOther() {
    var one = taken(image("cat-1", CAT)).stored();
    var two = taken(image("cat-2", CAT)).stored();
    assertEquals(one.getBlobDigest(), two.getBlobDigest());
    intake.erase("cat-1", "ann", "", NOW);
    assertEquals(
        List.of(
            Keys.erased("cat-1"),
            Keys.erasing("cat-1"),
            Keys.imageId("cat-2"),
            Keys.pixels("cat-2")),
        blobs.list(""));
    assertArrayEquals(CAT, blobs.get(Keys.pixels("cat-2")).orElseThrow());
  }

  @Test
  void asksTheStoreFourTimesForANewPicture() {
    var calls = new ArrayList<String>();
    var counted =
        (BlobStore)
            Proxy.newProxyInstance(
                BlobStore.class.getClassLoader(),
                new Class<?>[] {BlobStore.class},
                (proxy, method, arguments) -> {
                  calls.add(method.getName());
                  return method.invoke(blobs, arguments);
                });
    new Intake(counted, PictureLimits.DEFAULT).image(image("cat-1", CAT).build(), NOW);
    assertEquals(List.of("stat", "create", "create", "stat"), calls);
  }

  @Test
  void completesWhatASubmissionThatDiedHadBegun() {
    taken(image("cat-1", CAT));
    blobs.delete(Keys.pixels("cat-1")); // as if it had died before them
    assertTrue(taken(image("cat-1", CAT)).alreadyKnown());
    assertArrayEquals(CAT, blobs.get(Keys.pixels("cat-1")).orElseThrow());
  }

  @Test
  void refusesAnErasedIdForEver() {
    taken(image("cat-1", CAT));
    intake.erase("cat-1", "ann", "asked for", NOW);
    assertEquals(Fault.ERASED, fault(image("cat-1", CAT)));
  }

  @Test
  void erasesTwiceWithTheFactsOfTheFirst() {
    var first =
        ImageErased.newBuilder()
            .setImageId("cat-1")
            .setBy("ann")
            .setWhy("asked for")
            .setEventTime(Times.of(NOW))
            .build();
    assertEquals(Outcome.taken(first), intake.erase("cat-1", "ann", "asked for", NOW));
    assertEquals(Outcome.taken(first), intake.erase("cat-1", "bob", "", NOW.plusSeconds(9)));
  }

  @Test
  void readsAPictureFromABucketThatItMayRead() {
    bucket.put("in/cat.png", CAT);
    assertEquals("image/png", taken(object("camera", "in/cat.png")).stored().getMediaType());
  }

  @Test
  void refusesReferencesItMayNotOrCannotFollow() {
    assertEquals(Fault.BAD_REFERENCE, fault(object("secret", "in/cat.png")));
    assertEquals(Fault.BAD_REFERENCE, fault(object("camera", "")));
    assertEquals(Fault.BLOB_MISSING, fault(object("camera", "in/none.png")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"with space", "ä", "a\nb", "semi;colon"})
  void refusesImageIdsOutsideTheirAlphabet(String id) {
    assertEquals(Fault.BAD_IMAGE_ID, fault(image(id, CAT)));
    assertTrue(intake.erase(id, "", "", NOW) instanceof Outcome.Refused);
  }

  @Test
  void refusesWhatWouldNotFitIntoAFact() {
    var tooMuch = "x".repeat(201);
    assertEquals(Fault.BAD_IMAGE_ID, fault(image(tooMuch, CAT)));
    assertEquals(Fault.BAD_FIELD, fault(image("a", CAT).setGroup(tooMuch)));
    assertEquals(Fault.BAD_FIELD, fault(image("a", CAT).setSource(tooMuch)));
    assertEquals(
        Fault.BAD_FIELD, fault(image("a", CAT).setEventTime(Timestamp.newBuilder().setNanos(-1))));
  }

  @Test
  void keepsNothingOfWhatItRefuses() {
    fault(image("a", Drawn.bomb()));
    fault(image("b", new byte[0]));
    fault(image("c", new byte[] {1, 2, 3}));
    assertEquals(List.of(), blobs.list(""));
  }

  private static ImageSubmitted.Builder image(String id, byte[] bytes) {
    return ImageSubmitted.newBuilder().setImageId(id).setData(ByteString.copyFrom(bytes));
  }

  private static ImageSubmitted.Builder object(String bucket, String key) {
    return ImageSubmitted.newBuilder()
        .setObject(ObjectReference.newBuilder().setBucket(bucket).setKey(key));
  }

  private Outcome<TakenImage> take(ImageSubmitted.Builder submitted) {
    return intake.image(submitted.build(), NOW);
  }

  private TakenImage taken(ImageSubmitted.Builder submitted) {
    return ((Outcome.Taken<TakenImage>) take(submitted)).value();
  }

  private Fault fault(ImageSubmitted.Builder submitted) {
    return ((Outcome.Refused<TakenImage>) take(submitted)).fault();
  }
}
