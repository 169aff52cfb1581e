package dev.graft.inference.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.inference.batch.Patience.Gone;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbedderTest {

  private static final Embedder.Limits LIMITS = new Embedder.Limits(4, 1000, 2, 1, 2);

  private final GatedNetwork network = new GatedNetwork(8);
  private final Embedder embedder = new Embedder(LIMITS);

  @AfterEach
  void close() {
    network.open();
    embedder.close();
  }

  @Test
  void aLonePictureIsEmbeddedWithoutWaitingForOthers() {
    network.open();
    assertArrayEquals(new float[] {7}, vector(embed(7)));
    assertEquals(List.of(1), network.batches());
    assertEquals(0, embedder.queued());
  }

  @Test
  void picturesThatWaitShareOneForwardPass() {
    var first = embed(1);
    network.awaitPass();
    var others = List.of(embed(2), embed(3));
    awaitDecoded();
    network.open();
    assertArrayEquals(new float[] {1}, vector(first));
    assertArrayEquals(new float[] {2}, vector(others.get(0)));
    assertArrayEquals(new float[] {3}, vector(others.get(1)));
    assertEquals(List.of(1, 2), network.batches());
  }

  @Test
  void aForwardPassTakesAtMostABatch() {
    var single = new GatedNetwork(1);
    var first = embedder.embed(new Picture.Encoded(new byte[] {1}), single, Patience.ENDLESS);
    single.awaitPass();
    var others =
        List.of(
            embedder.embed(new Picture.Encoded(new byte[] {2}), single, Patience.ENDLESS),
            embedder.embed(new Picture.Encoded(new byte[] {3}), single, Patience.ENDLESS));
    awaitDecoded();
    single.open();
    first.join();
    others.forEach(CompletableFuture::join);
    assertEquals(List.of(1, 1, 1), single.batches());
  }

  @Test
  void picturesOfDifferentNetworksDoNotShareAForwardPass() {
    var other = new GatedNetwork(8);
    other.open();
    var first = embed(1);
    network.awaitPass();
    var second = embedder.embed(new Picture.Encoded(new byte[] {2}), other, Patience.ENDLESS);
    var third = embed(3);
    awaitDecoded();
    network.open();
    assertArrayEquals(new float[] {1}, vector(first));
    assertArrayEquals(new float[] {2}, vector(second));
    assertArrayEquals(new float[] {3}, vector(third));
    assertEquals(List.of(1), other.batches());
    assertEquals(List.of(1, 1), network.batches());
  }

  @Test
  void beyondTheBoundAPictureIsRefusedAtOnce() {
    var taken = List.of(embed(1), embed(2), embed(3), embed(4));
    var refused = assertInstanceOf(Outcome.Overloaded.class, embed(5).join());
    assertEquals("the queue is full with 4 pictures; try again later", refused.why());
    network.open();
    taken.forEach(one -> assertInstanceOf(Outcome.Embedded.class, one.join()));
    assertInstanceOf(Outcome.Embedded.class, embed(6).join());
  }

  @Test
  void beyondTheBoundInBytesAPictureIsRefusedAtOnce() {
    var large =
        embedder.embed(
            new Picture.Encoded(new byte[2000]),
            network,
            Patience.ENDLESS); // a lone one is always taken
    var refused = assertInstanceOf(Outcome.Overloaded.class, embed(1).join());
    assertEquals("the queue is full with 2000 bytes of pictures; try again later", refused.why());
    network.open();
    assertInstanceOf(Outcome.Embedded.class, large.join());
  }

  @Test
  void aRequestWhoseDeadlinePassedWhileItWaitedIsNotComputed() {
    var gone = new AtomicReference<Optional<Gone>>(Optional.empty());
    var first = embed(1);
    network.awaitPass();
    var late = embedder.embed(new Picture.Encoded(new byte[] {2}), network, gone::get);
    awaitDecoded();
    gone.set(Optional.of(Gone.DEADLINE_PASSED));
    network.open();
    first.join();
    assertEquals(new Outcome.Abandoned(Gone.DEADLINE_PASSED), late.join());
    assertEquals(List.of(1), network.batches());
  }

  @Test
  void aCancelledRequestIsNotEvenDecoded() {
    var cancelled =
        embedder.embed(
            new Picture.Encoded(new byte[] {1}), network, () -> Optional.of(Gone.CANCELLED));
    assertEquals(new Outcome.Abandoned(Gone.CANCELLED), cancelled.join());
    assertEquals(0, network.prepared());
  }

  @Test
  void requestsThatNobodyWaitsForMakeRoomForNewOnes() {
    var gone = new AtomicReference<Optional<Gone>>(Optional.empty());
    var first = embed(1);
    network.awaitPass();
    var waiting =
        List.of(2, 3, 4).stream()
            .map(
                b ->
                    embedder.embed(
                        new Picture.Encoded(new byte[] {b.byteValue()}), network, gone::get))
            .toList();
    assertInstanceOf(Outcome.Overloaded.class, embed(5).join());
    gone.set(Optional.of(Gone.CANCELLED));
    var next = embed(6);
    waiting.forEach(one -> assertEquals(new Outcome.Abandoned(Gone.CANCELLED), one.join()));
    network.open();
    assertArrayEquals(new float[] {1}, vector(first));
    assertArrayEquals(new float[] {6}, vector(next));
  }

  @Test
  void picturesInTurnWaitWhereOthersAreRefusedAndTakeHalfOfTheRoom() {
    var told = new AtomicInteger();
    var inTurn =
        IntStream.rangeClosed(1, 5)
            .mapToObj(value -> inTurn(value, Patience.ENDLESS, told::incrementAndGet))
            .toList();
    assertEquals(2, embedder.queued());
    assertEquals(2, told.get());
    var others = List.of(embed(11), embed(12));
    assertInstanceOf(Outcome.Overloaded.class, embed(13).join());
    network.open();
    others.forEach(one -> assertInstanceOf(Outcome.Embedded.class, one.join()));
    for (int i = 0; i < 5; i++) {
      assertArrayEquals(new float[] {i + 1}, vector(inTurn.get(i)));
    }
    assertTrue(told.get() >= 5, told + " of 5 were told");
    assertEquals(0, embedder.queued());
  }

  @Test
  void picturesInTurnThatNobodyWaitsForMakeRoomForTheNext() {
    var gone = new AtomicReference<Optional<Gone>>(Optional.empty());
    var first = embed(1);
    network.awaitPass();
    var waiting =
        List.of(
            inTurn(2, gone::get, () -> {}),
            inTurn(3, gone::get, () -> {}),
            inTurn(4, gone::get, () -> {}));
    var next = inTurn(5, Patience.ENDLESS, () -> {});
    gone.set(Optional.of(Gone.CANCELLED));
    network.open();
    waiting.forEach(one -> assertEquals(new Outcome.Abandoned(Gone.CANCELLED), one.join()));
    assertArrayEquals(new float[] {5}, vector(next));
    assertArrayEquals(new float[] {1}, vector(first));
  }

  @Test
  void closingRefusesWhatWaitsForRoom() {
    var first = inTurn(1, Patience.ENDLESS, () -> {});
    network.awaitPass();
    var others =
        List.of(inTurn(2, Patience.ENDLESS, () -> {}), inTurn(3, Patience.ENDLESS, () -> {}));
    var last = others.get(1);
    var closer = new Thread(embedder::close);
    closer.start();
    Outcome probe;
    do {
      probe =
          embedder
              .embed(new Picture.Encoded(new byte[1]), network, () -> Optional.of(Gone.CANCELLED))
              .join();
    } while (!(probe instanceof Outcome.Closing));
    network.open();
    assertInstanceOf(Outcome.Embedded.class, first.join());
    assertEquals(new Outcome.Closing(), last.join());
  }

  private CompletableFuture<Outcome> inTurn(int value, Patience patience, Runnable inside) {
    return embedder.embedInTurn(
        new Picture.Encoded(new byte[] {(byte) value}), network, patience, inside);
  }

  @Test
  void aPictureThatHasTimeIsEmbeddedAloneOnceNothingElseIsToBeDone() {
    var first = embed(1);
    network.awaitPass();
    var other = new GatedNetwork(8);
    other.open();
    var patient = unhurried(other, 9, Patience.ENDLESS);
    assertEquals(1, embedder.unhurried());
    assertEquals(1, embedder.queued());
    assertEquals(0, other.prepared());
    network.open();
    assertArrayEquals(new float[] {1}, vector(first));
    assertArrayEquals(new float[] {9}, vector(patient));
    assertEquals(List.of(1), other.batches());
    assertEquals(0, embedder.unhurried());
  }

  @Test
  void picturesThatHaveTimeAreNotTakenBeyondTheirBoundUnlessOthersGaveUp() {
    var gone = new AtomicReference<Optional<Gone>>(Optional.empty());
    var first = embed(1);
    network.awaitPass();
    var waiting = List.of(unhurried(network, 2, gone::get), unhurried(network, 3, gone::get));
    assertInstanceOf(Outcome.Overloaded.class, unhurried(network, 4, Patience.ENDLESS).join());
    gone.set(Optional.of(Gone.DEADLINE_PASSED));
    var last = unhurried(network, 5, Patience.ENDLESS);
    waiting.forEach(one -> assertEquals(new Outcome.Abandoned(Gone.DEADLINE_PASSED), one.join()));
    network.open();
    assertArrayEquals(new float[] {1}, vector(first));
    assertArrayEquals(new float[] {5}, vector(last));
  }

  @Test
  void closingDropsPicturesThatHaveTime() {
    embed(1);
    network.awaitPass();
    var patient = unhurried(network, 2, Patience.ENDLESS);
    var closer = new Thread(embedder::close);
    closer.start();
    assertEquals(new Outcome.Closing(), patient.join());
    network.open();
  }

  private CompletableFuture<Outcome> unhurried(Network through, int value, Patience patience) {
    return embedder.embedUnhurried(
        new Picture.Encoded(new byte[] {(byte) value}), through, patience);
  }

  @Test
  void whatIsNoPictureIsSaidSoAndLeavesTheQueue() {
    assertEquals(new Outcome.Unreadable("no picture"), embed(GatedNetwork.UNREADABLE).join());
    assertEquals(0, embedder.queued());
  }

  @Test
  void aForwardPassThatFailsFailsItsOwnRequestsOnly() {
    network.open();
    var broken = embed(GatedNetwork.BREAKS);
    assertThrows(CompletionException.class, broken::join);
    assertArrayEquals(new float[] {7}, vector(embed(7)));
    assertEquals(0, embedder.queued());
  }

  @Test
  void closingFinishesWhatIsReadyAndRefusesTheRest() {
    network.open();
    embed(1).join();
    embedder.close();
    assertEquals(new Outcome.Closing(), embed(2).join());
  }

  /**
   * The one thread that runs no pass takes jobs in order: once it asks about this one, those before
   * it are ready.
   */
  private void awaitDecoded() {
    var asked = new CountDownLatch(1);
    var probe =
        embedder.embed(
            new Picture.Encoded(new byte[] {0}),
            network,
            () -> {
              asked.countDown();
              return Optional.of(Gone.CANCELLED);
            });
    await(asked);
    assertTrue(probe.join() instanceof Outcome.Abandoned);
  }

  private CompletableFuture<Outcome> embed(int value) {
    return embedder.embed(
        new Picture.Encoded(new byte[] {(byte) value}), network, Patience.ENDLESS);
  }

  private static float[] vector(CompletableFuture<Outcome> outcome) {
    return assertInstanceOf(Outcome.Embedded.class, outcome.join()).vector();
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
