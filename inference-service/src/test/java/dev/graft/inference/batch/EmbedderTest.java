package dev.graft.inference.batch;

import static dev.graft.inference.batch.EmbedderRig.picture;
import static dev.graft.inference.batch.EmbedderRig.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pictures that somebody waits for. */
class EmbedderTest {

  private final EmbedderRig rig = new EmbedderRig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aLonePictureIsEmbeddedWithoutWaitingForOthers() {
    rig.network.open();
    assertArrayEquals(new float[] {7}, vector(rig.embed(7)));
    assertEquals(List.of(1), rig.network.batches());
    assertEquals(0, rig.embedder.queued());
  }

  @Test
  void picturesThatWaitShareOneForwardPass() {
    var first = rig.embed(1);
    rig.network.awaitPass();
    var others = List.of(rig.embed(2), rig.embed(3));
    rig.awaitDecoded();
    rig.network.open();
    assertArrayEquals(new float[] {1}, vector(first));
    assertArrayEquals(new float[] {2}, vector(others.get(0)));
    assertArrayEquals(new float[] {3}, vector(others.get(1)));
    assertEquals(List.of(1, 2), rig.network.batches());
  }

  @Test
  void aForwardPassTakesAtMostABatch() {
    var single = new GatedNetwork(1);
    var first = rig.embedder.embed(picture(1), single, Patience.ENDLESS);
    single.awaitPass();
    var others =
        List.of(
            rig.embedder.embed(picture(2), single, Patience.ENDLESS),
            rig.embedder.embed(picture(3), single, Patience.ENDLESS));
    rig.awaitDecoded();
    single.open();
    first.join();
    others.forEach(CompletableFuture::join);
    assertEquals(List.of(1, 1, 1), single.batches());
  }

  @Test
  void picturesOfDifferentNetworksDoNotShareAForwardPass() {
    var other = new GatedNetwork(8);
    other.open();
    var first = rig.embed(1);
    rig.network.awaitPass();
    var second = rig.embedder.embed(picture(2), other, Patience.ENDLESS);
    var third = rig.embed(3);
    rig.awaitDecoded();
    rig.network.open();
    assertArrayEquals(new float[] {1}, vector(first));
    assertArrayEquals(new float[] {2}, vector(second));
    assertArrayEquals(new float[] {3}, vector(third));
    assertEquals(List.of(1), other.batches());
    assertEquals(List.of(1, 1), rig.network.batches());
  }

  @Test
  void beyondTheBoundAPictureIsRefusedAtOnce() {
    var taken = List.of(rig.embed(1), rig.embed(2), rig.embed(3), rig.embed(4));
    var refused = assertInstanceOf(Outcome.Overloaded.class, rig.embed(5).join());
    assertEquals("the queue is full with 4 pictures; try again later", refused.why());
    rig.network.open();
    taken.forEach(one -> assertInstanceOf(Outcome.Embedded.class, one.join()));
    assertInstanceOf(Outcome.Embedded.class, rig.embed(6).join());
  }

  @Test
  void beyondTheBoundInBytesAPictureIsRefusedAtOnce() {
    var large =
        rig.embedder.embed(
            new Picture.Encoded(new byte[2000]),
            rig.network,
            Patience.ENDLESS); // a lone one is always taken
    var refused = assertInstanceOf(Outcome.Overloaded.class, rig.embed(1).join());
    assertEquals("the queue is full with 2000 bytes of pictures; try again later", refused.why());
    rig.network.open();
    assertInstanceOf(Outcome.Embedded.class, large.join());
  }

  @Test
  void whatIsNoPictureIsSaidSoAndLeavesTheQueue() {
    assertEquals(new Outcome.Unreadable("no picture"), rig.embed(GatedNetwork.UNREADABLE).join());
    assertEquals(0, rig.embedder.queued());
  }

  @Test
  void aForwardPassThatFailsFailsItsOwnRequestsOnly() {
    rig.network.open();
    var broken = rig.embed(GatedNetwork.BREAKS);
    assertThrows(CompletionException.class, broken::join);
    assertArrayEquals(new float[] {7}, vector(rig.embed(7)));
    assertEquals(0, rig.embedder.queued());
  }

  @Test
  void closingFinishesWhatIsReadyAndRefusesTheRest() {
    rig.network.open();
    rig.embed(1).join();
    rig.embedder.close();
    assertEquals(new Outcome.Closing(), rig.embed(2).join());
  }
}
