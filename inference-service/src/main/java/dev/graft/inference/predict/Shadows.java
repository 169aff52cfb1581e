package dev.graft.inference.predict;

import dev.graft.inference.batch.Embedder;
import dev.graft.inference.batch.Outcome;
import dev.graft.inference.batch.Patience;
import dev.graft.inference.batch.Picture;
import dev.graft.inference.predict.Shadow.Why;
import dev.graft.inference.serve.Resident;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Has versions on trial see what another one answered. On the same space there is nothing left to
 * compute but the head; another network needs a pass of its own, when there is time.
 */
final class Shadows {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Embedder embedder;

  Shadows(Embedder embedder) {
    this.embedder = embedder;
  }

  /** Never blocks, never fails. */
  CompletableFuture<Shadow> of(Resident other, Made made, Resident served) {
    if (other.space().equals(served.space())) {
      return CompletableFuture.completedFuture(new Shadow.Embedded(other, made.embedded()));
    }
    if (!(made.item().input() instanceof Input.Encoded picture)) {
      return CompletableFuture.completedFuture(new Shadow.Unscored(Why.INPUT));
    }
    if (!other.hold()) {
      return CompletableFuture.completedFuture(new Shadow.Unscored(Why.ABSENT));
    }
    return pass(new Picture.Encoded(picture.picture().toByteArray()), other);
  }

  /**
   * A forward pass of its own.
   *
   * @param other let go when it is over
   */
  private CompletableFuture<Shadow> pass(Picture picture, Resident other) {
    return other.during(
        version ->
            embedder
                .embedUnhurried(picture, version.backbone(), untilLater())
                .handle((outcome, fault) -> shadow(version, outcome, fault)));
  }

  private static Shadow shadow(
      Resident version, @Nullable Outcome outcome, @Nullable Throwable fault) {
    if (fault != null) {
      return new Shadow.Faulty(Shadow.fault(version, fault));
    }
    if (outcome instanceof Outcome.Embedded embedded) {
      return new Shadow.Embedded(version, embedded);
    }
    return outcome instanceof Outcome.Unreadable unreadable
        ? new Shadow.Faulty(
            Shadow.fault(version, "the picture cannot be read: " + unreadable.why()))
        : new Shadow.Unscored(Why.BUSY);
  }

  private static Patience untilLater() {
    long until = System.nanoTime() + PATIENCE.toNanos();
    return () ->
        System.nanoTime() - until > 0
            ? Optional.of(Patience.Gone.DEADLINE_PASSED)
            : Optional.empty();
  }
}
