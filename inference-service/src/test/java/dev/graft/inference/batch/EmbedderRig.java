package dev.graft.inference.batch;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.inference.batch.Patience.Gone;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * An embedder with room for four pictures, and for two that have time; of its two threads one runs
 * forward passes at a time, through a network that waits at a gate.
 */
final class EmbedderRig implements AutoCloseable {

  final GatedNetwork network = new GatedNetwork(8);
  final Embedder embedder = new Embedder(new Embedder.Limits(4, 1000, 2, 1, 2));

  CompletableFuture<Outcome> embed(int value) {
    return embedder.embed(picture(value), network, Patience.ENDLESS);
  }

  CompletableFuture<Outcome> inTurn(int value, Patience patience, Runnable inside) {
    return embedder.embedInTurn(picture(value), network, patience, inside);
  }

  CompletableFuture<Outcome> unhurried(Network through, int value, Patience patience) {
    return embedder.embedUnhurried(picture(value), through, patience);
  }

  static Picture picture(int value) {
    return new Picture.Encoded(new byte[] {(byte) value});
  }

  /**
   * The one thread that runs no pass takes jobs in order: once it asks about this one, those before
   * it are ready.
   */
  void awaitDecoded() {
    var asked = new CountDownLatch(1);
    var probe =
        embedder.embed(
            picture(0),
            network,
            () -> {
              asked.countDown();
              return Optional.of(Gone.CANCELLED);
            });
    await(asked);
    assertTrue(probe.join() instanceof Outcome.Abandoned);
  }

  static float[] vector(CompletableFuture<Outcome> outcome) {
    return assertInstanceOf(Outcome.Embedded.class, outcome.join()).vector();
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    network.open();
    embedder.close();
  }
}
