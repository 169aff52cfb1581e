package dev.graft.inference.batch;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One picture on its way to an embedding. */
final class Job {

  final Network network;
  final int bytes;
  private final Patience patience;
  private final @Nullable Runnable inside;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private @Nullable Picture picture;
  private float @Nullable [] pixels;
  private long prepareNanos;

  /**
   * A picture that waits nowhere yet.
   *
   * @param inside told once it is let in or over, of one that waits for room; null: it does not
   *     wait
   */
  Job(Picture picture, Network network, Patience patience, @Nullable Runnable inside) {
    this.inside = inside;
    this.network = network;
    this.bytes = picture.bytes();
    this.patience = patience;
    this.picture = picture;
  }

  CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  /** Whether it waits for room, where others are refused. */
  boolean waits() {
    return inside != null;
  }

  void tellInside() {
    if (inside != null) {
      inside.run();
    }
  }

  boolean over() {
    return outcome.isDone();
  }

  Optional<Outcome> abandoned() {
    return patience.gone().map(Outcome.Abandoned::new);
  }

  /** Empty: it is ready for a forward pass; else it ends here. */
  Optional<Outcome> prepare() {
    var brought = picture;
    if (brought == null) {
      return Optional.of(new Outcome.Closing());
    }
    picture = null; // the pixels are kept instead
    if (brought instanceof Picture.Prepared ready) {
      pixels = ready.pixels();
      return Optional.empty();
    }
    long began = System.nanoTime();
    var prepared = network.prepare(((Picture.Encoded) brought).file());
    prepareNanos = System.nanoTime() - began;
    if (prepared instanceof Network.Prepared.Unreadable unreadable) {
      return Optional.of(new Outcome.Unreadable(unreadable.why()));
    }
    pixels = ((Network.Prepared.Pixels) prepared).values();
    return Optional.empty();
  }

  /** It came out of a forward pass of which its share took so long. */
  Outcome embedded(float[] vector, long passNanos) {
    return new Outcome.Embedded(vector, Duration.ofNanos(prepareNanos + passNanos));
  }

  float[] pixels() {
    var ready = pixels;
    if (ready == null) {
      throw new IllegalStateException("not prepared");
    }
    return ready;
  }
}
