package dev.graft.inference.batch;

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

/** Pictures that have time. */
class UnhurriedPicturesTest {

  private final EmbedderRig rig = new EmbedderRig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aPictureThatHasTimeIsEmbeddedAloneOnceNothingElseIsToBeDone() {
    var first = rig.embed(1);
    rig.network.awaitPass();
    var other = new GatedNetwork(8);
    other.open();
    var patient = rig.unhurried(other, 9, Patience.ENDLESS);
    assertEquals(1, rig.embedder.unhurried());
    assertEquals(1, rig.embedder.queued());
    assertEquals(0, other.prepared());
    rig.network.open();
    assertArrayEquals(new float[] {1}, vector(first));
    assertArrayEquals(new float[] {9}, vector(patient));
    assertEquals(List.of(1), other.batches());
    assertEquals(0, rig.embedder.unhurried());
  }

  @Test
  void picturesThatHaveTimeAreNotTakenBeyondTheirBoundUnlessOthersGaveUp() {
    var gone = new AtomicReference<Optional<Gone>>(Optional.empty());
    var first = rig.embed(1);
    rig.network.awaitPass();
    var waiting =
        List.of(rig.unhurried(rig.network, 2, gone::get), rig.unhurried(rig.network, 3, gone::get));
    assertInstanceOf(
        Outcome.Overloaded.class, rig.unhurried(rig.network, 4, Patience.ENDLESS).join());
    gone.set(Optional.of(Gone.DEADLINE_PASSED));
    var last = rig.unhurried(rig.network, 5, Patience.ENDLESS);
    waiting.forEach(one -> assertEquals(new Outcome.Abandoned(Gone.DEADLINE_PASSED), one.join()));
    rig.network.open();
    assertArrayEquals(new float[] {1}, vector(first));
    assertArrayEquals(new float[] {5}, vector(last));
  }

  @Test
  void closingDropsPicturesThatHaveTime() {
    rig.embed(1);
    rig.network.awaitPass();
    var patient = rig.unhurried(rig.network, 2, Patience.ENDLESS);
    var closer = new Thread(rig.embedder::close);
    closer.start();
    assertEquals(new Outcome.Closing(), patient.join());
    rig.network.open();
  }
}
