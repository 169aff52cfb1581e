package dev.graft.inference.predict;

import dev.graft.inference.batch.Network;
import dev.graft.inference.batch.Outcome;
import dev.graft.inference.batch.Patience;
import dev.graft.inference.batch.Picture;
import java.util.concurrent.CompletableFuture;

/** How a picture gets into the queue: refused when it is full, or waiting its turn. */
@FunctionalInterface
public interface Entrance {

  CompletableFuture<Outcome> embed(Picture picture, Network network, Patience patience);

  /** Fails with a {@link Refusal}. */
  default CompletableFuture<Outcome.Embedded> embedded(
      Picture picture, Network network, Patience patience) {
    return embed(picture, network, patience).thenApply(Entrance::embedded);
  }

  private static Outcome.Embedded embedded(Outcome outcome) {
    if (outcome instanceof Outcome.Embedded embedded) {
      return embedded;
    }
    if (outcome instanceof Outcome.Unreadable unreadable) {
      throw Refusal.invalid("the picture cannot be read: " + unreadable.why());
    }
    if (outcome instanceof Outcome.Abandoned abandoned) {
      throw Refusal.gone(abandoned.gone());
    }
    if (outcome instanceof Outcome.Overloaded overloaded) {
      throw Refusal.exhausted(overloaded.why());
    }
    throw Refusal.unavailable("this replica is shutting down; try another");
  }
}
