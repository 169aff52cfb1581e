package dev.graft.inference.batch;

import static dev.graft.inference.batch.EmbedderRig.picture;
import static dev.graft.inference.batch.EmbedderRig.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.graft.inference.batch.Patience.Gone;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pictures that nobody waits for any more. */
class AbandonedPicturesTest {

  private final EmbedderRig rig = new EmbedderRig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aRequestWhoseDeadlinePassedWhileItWaitedIsNotComputed() {
    var gone = new AtomicReference<Optional<Gone>>(Optional.empty());
    var first = rig.embed(1);
    rig.network.awaitPass();
    var late = rig.embedder.embed(picture(2), rig.network, gone::get);
    rig.awaitDecoded();
    gone.set(Optional.of(Gone.DEADLINE_PASSED));
    rig.network.open();
    first.join();
    assertEquals(new Outcome.Abandoned(Gone.DEADLINE_PASSED), late.join());
    assertEquals(List.of(1), rig.network.batches());
  }

  @Test
  void aCancelledRequestIsNotEvenDecoded() {
    var cancelled = rig.embedder.embed(picture(1), rig.network, () -> Optional.of(Gone.CANCELLED));
    assertEquals(new Outcome.Abandoned(Gone.CANCELLED), cancelled.join());
    assertEquals(0, rig.network.prepared());
  }

  @Test
  void requestsThatNobodyWaitsForMakeRoomForNewOnes() {
    var gone = new AtomicReference<Optional<Gone>>(Optional.empty());
    var first = rig.embed(1);
    rig.network.awaitPass();
    var waiting =
        List.of(2, 3, 4).stream()
            .map(b -> rig.embedder.embed(picture(b), rig.network, gone::get))
            .toList();
    assertInstanceOf(Outcome.Overloaded.class, rig.embed(5).join());
    gone.set(Optional.of(Gone.CANCELLED));
    var next = rig.embed(6);
    waiting.forEach(one -> assertEquals(new Outcome.Abandoned(Gone.CANCELLED), one.join()));
    rig.network.open();
    assertArrayEquals(new float[] {1}, vector(first));
    assertArrayEquals(new float[] {6}, vector(next));
  }
}
