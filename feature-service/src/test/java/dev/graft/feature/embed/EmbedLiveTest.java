package dev.graft.feature.embed;

import static dev.graft.feature.World.embedded;
import static dev.graft.feature.World.erased;
import static dev.graft.feature.World.fact;
import static dev.graft.feature.World.picture;
import static dev.graft.feature.World.poll;
import static dev.graft.feature.World.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.blobs.BlobStores;
import dev.graft.blobs.StoreAddress;
import dev.graft.blobs.StoreUnavailableException;
import dev.graft.events.Digests;
import dev.graft.events.Vectors;
import dev.graft.feature.World;
import dev.graft.topics.Keys;
import dev.graft.v1.Embedded;
import dev.graft.v1.ImageFact;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbedLiveTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void embedsAPollInEverySpaceThatIsWanted() throws Exception {
    world.wanted = Set.of(world.weights(1), world.weights(2));
    var out = world.live.on(poll(0, world.stored("a", picture(1)), world.stored("b", picture(2))));
    var spaces = world.backbones.usable().stream().map(b -> b.space().id()).sorted().toList();
    assertEquals(2, spaces.size());
    for (var id : List.of("a", "b")) {
      assertEquals(
          spaces,
          embedded(out).stream()
              .filter(e -> e.getImageId().equals(id))
              .map(Embedded::getSpace)
              .sorted()
              .toList());
    }
  }

  @Test
  void saysOfAnEmbeddingWhatItIsOf() throws Exception {
    world.wanted = Set.of(world.weights(1));
    var bytes = picture(1);
    var one = embedded(world.live.on(poll(0, world.stored("a", bytes)))).get(0);
    var backbone = world.backbones.usable().get(0);
    var seen = (Decoded.Readable) new PictureDecoder(PictureLimits.DEFAULT).decode(bytes);
    var expected = backbone.embedPictures(List.of(seen.picture()))[0];
    var vector = Vectors.toArray(one.getVectorList());
    assertArrayEquals(expected, vector, 1e-4f);
    assertEquals(Vectors.digestOf(vector), one.getVectorDigest());
    assertEquals(Digests.sha256Hex(bytes), one.getBlobDigest());
    assertEquals("mini", one.getBackbone());
  }

  @Test
  void refusesWhatIsNoPictureAndGoesOn() throws Exception {
    world.wanted = Set.of(world.weights(1));
    byte[] cut = Arrays.copyOf(picture(1), 60);
    var spoilt = world.stored("spoilt", picture(2)).getStored().getBlobDigest();
    world.blobs.put(Keys.pixels("spoilt"), picture(3));
    var out =
        world.live.on(
            poll(
                0,
                world.stored("text", "no picture".getBytes()),
                world.stored("cut", cut),
                fact("spoilt", spoilt),
                world.stored("fine", picture(4))));
    assertEquals(List.of("fine"), embedded(out).stream().map(Embedded::getImageId).toList());
    assertEquals(3, refused(out).size());
    assertTrue(refused(out).contains("spoilt wrong-digest"), refused(out).toString());
  }

  @Test
  void aPictureThatIsTooSmallForOneSpaceIsRefusedThereAndEmbeddedInOthers() throws Exception {
    var usual = world.weights(1);
    var tolerant =
        new BackboneSpec(
            usual.name(),
            usual.weightsDigest(),
            BackboneSpec.parse("{\"input\":{\"allow_small\":true}}").input(),
            List.of());
    world.wanted = Set.of(usual, tolerant);
    var out =
        world.live.on(
            poll(0, world.stored("small", picture(1, 90, 15)), world.stored("fine", picture(2))));
    assertEquals(
        List.of("fine", "fine", "small"),
        embedded(out).stream().map(Embedded::getImageId).sorted().toList());
    assertEquals(
        List.of(Backbone.spaceOf(tolerant).id()),
        embedded(out).stream()
            .filter(e -> e.getImageId().equals("small"))
            .map(Embedded::getSpace)
            .toList());
    assertEquals(List.of("small too-small"), refused(out));
  }

  @Test
  void passesOverErasedImages() throws Exception {
    world.wanted = Set.of(world.weights(1));
    world.blobs.create(Keys.erased("gone"), new byte[0]);
    var out =
        world.live.on(
            poll(0, world.stored("a", picture(1)), erased("a"), fact("gone", "0".repeat(64))));
    assertEquals(List.of(), out);
  }

  @Test
  void embedsAnImageOnceThatIsAnnouncedTwice() throws Exception {
    world.wanted = Set.of(world.weights(1));
    var a = world.stored("a", picture(1));
    assertEquals(1, world.live.on(poll(0, a, a)).size());
  }

  @Test
  void waitsForABlobThatIsNotThereYet() throws Exception {
    world.wanted = Set.of(world.weights(1));
    var bytes = picture(1);
    world.clock.at(12, () -> world.stored("late", bytes));
    var out = world.live.on(poll(0, fact("late", Digests.sha256Hex(bytes))));
    assertEquals(1, embedded(out).size());
  }

  @Test
  void refusesAnImageWhoseBlobIsMissingForHalfAMinute() throws Exception {
    world.wanted = Set.of(world.weights(1));
    var out =
        world.live.on(poll(0, fact("lost", "0".repeat(64)), world.stored("fine", picture(1))));
    assertEquals(List.of("lost blob-missing"), refused(out));
    assertEquals(1, embedded(out).size());
  }

  @Test
  void throwsWhenTheStoreIsDownSinceThenNobodyKnows() {
    var nowhere =
        BlobStores.s3(
            new StoreAddress("http://127.0.0.1:1", "none", "a", "b", "us-east-1", Set.of()));
    try (var broken = new World(nowhere)) {
      broken.wanted = Set.of(new BackboneSpec("mini", "0".repeat(64)));
      assertThrows(
          StoreUnavailableException.class,
          () -> broken.live.on(poll(0, fact("a", "0".repeat(64)))));
    }
  }

  @Test
  void leavesOutABackboneThatCannotBeUsedAndSaysSo() throws Exception {
    var wrong = new BackboneSpec("mini", Digests.sha256Hex("no weights".getBytes()));
    world.blobs.put(Keys.blob(wrong.weightsDigest()), "no weights".getBytes());
    var absent = new BackboneSpec("mini", "1".repeat(64));
    var unheardOf = new BackboneSpec("hal9000", "2".repeat(64));
    world.wanted = Set.of(wrong, absent, unheardOf, world.weights(1));
    assertEquals(1, world.live.on(poll(0, world.stored("a", picture(1)))).size());
    var why = world.backbones.health().why();
    for (var spec : List.of(wrong, absent, unheardOf)) {
      assertTrue(why.contains(spec.toString()), why);
    }
    assertTrue(world.backbones.health().ready());
  }

  @Test
  void usesABackboneWhoseWeightsAreUploadedLater() throws Exception {
    var elsewhere = new World();
    var spec = elsewhere.weights(7);
    elsewhere.close();
    world.wanted = Set.of(spec);
    assertEquals(List.of(), world.live.on(poll(0, world.stored("a", picture(1)))));
    world.weights(7);
    assertEquals(1, world.live.on(poll(1, world.stored("b", picture(2)))).size());
  }

  @Test
  void holdsNoMoreMemoryAfterThanBefore() throws Exception {
    world.wanted = Set.of(world.weights(1));
    var facts =
        IntStream.range(0, 20)
            .mapToObj(i -> world.stored("i" + i, picture(i)))
            .toArray(ImageFact[]::new);
    world.live.on(poll(0, facts));
    long before = VisionRuntime.aliveArrays();
    for (int round = 0; round < 5; round++) {
      world.live.on(poll(0, facts));
    }
    assertEquals(before, VisionRuntime.aliveArrays());
  }
}
