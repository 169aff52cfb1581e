package dev.graft.inference.record;

import dev.graft.v1.InboxEvent;
import java.util.concurrent.CompletableFuture;

/** Where kept pictures go; completes when the picture was taken. May block a while. */
@FunctionalInterface
public interface Submit {
  CompletableFuture<?> send(String key, InboxEvent event);
}
