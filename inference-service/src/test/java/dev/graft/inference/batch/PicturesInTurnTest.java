package dev.graft.inference.batch;

import static dev.graft.inference.batch.EmbedderRig.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.inference.batch.Patience.Gone;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pictures that wait for room where others are refused. */
class PicturesInTurnTest {

  private final EmbedderRig rig = new EmbedderRig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void picturesInTurnWaitWhereOthersAreRefusedAndTakeHalfOfTheRoom() {
    var told = new AtomicInteger();
    var inTurn =
        IntStream.rangeClosed(1, 5)
            .mapToObj(value -> rig.inTurn(value, Patience.ENDLESS, told::incrementAndGet))
            .toList();
    assertEquals(2, rig.embedder.queued());
    assertEquals(2, told.get());
    var others = List.of(rig.embed(11), rig.embed(12));
    assertInstanceOf(Outcome.Overloaded.class, rig.embed(13).join());
    rig.network.open();
    others.forEach(one -> assertInstanceOf(Outcome.Embedded.class, one.join()));
    for (int i = 0; i < 5; i++) {
      assertArrayEquals(new float[] {i + 1}, vector(inTurn.get(i)));
    }
    assertTrue(told.get() >= 5, told + " of 5 were told");
    assertEquals(0, rig.embedder.queued());
  }

  @Test
  void picturesInTurnThatNobodyWaitsForMakeRoomForTheNext() {
    var gone = new AtomicReference<Optional<Gone>>(Optional.empty());
    var first = rig.embed(1);
    rig.network.awaitPass();
    var waiting =
        List.of(
            rig.inTurn(2, gone::get, () -> {}),
            rig.inTurn(3, gone::get, () -> {}),
            rig.inTurn(4, gone::get, () -> {}));
    var next = rig.inTurn(5, Patience.ENDLESS, () -> {});
    gone.set(Optional.of(Gone.CANCELLED));
    rig.network.open();
    waiting.forEach(one -> assertEquals(new Outcome.Abandoned(Gone.CANCELLED), one.join()));
    assertArrayEquals(new float[] {5}, vector(next));
    assertArrayEquals(new float[] {1}, vector(first));
  }

  @Test
  void closingRefusesWhatWaitsForRoom() {
    var first = rig.inTurn(1, Patience.ENDLESS, () -> {});
    rig.network.awaitPass();
    var others =
        List.of(
            rig.inTurn(2, Patience.ENDLESS, () -> {}), rig.inTurn(3, Patience.ENDLESS, () -> {}));
    var last = others.get(1);
    var closer = new Thread(rig.embedder::close);
    closer.start();
    Outcome probe;
    do {
      probe =
          rig.embedder
              .embed(
                  new Picture.Encoded(new byte[1]), rig.network, () -> Optional.of(Gone.CANCELLED))
              .join();
    } while (!(probe instanceof Outcome.Closing));
    rig.network.open();
    assertInstanceOf(Outcome.Embedded.class, first.join());
    assertEquals(new Outcome.Closing(), last.join());
  }
}
