package dev.graft.inference.serve;

import dev.graft.v1.ReplicaState;
import java.util.concurrent.CompletableFuture;

/** Where this replica says what it really serves. */
@FunctionalInterface
public interface ReplicaReports {

  /** Completes when it was taken down; exceptionally if it has to be said again. */
  CompletableFuture<?> say(ReplicaState state);
}
