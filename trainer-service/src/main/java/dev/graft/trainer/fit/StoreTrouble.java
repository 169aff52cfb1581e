package dev.graft.trainer.fit;

import dev.graft.loop.LoopHealth;
import dev.graft.loop.Monitored;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether fits can reach the store: shows up in the service's readiness by itself. */
public final class StoreTrouble implements Monitored {
  private final AtomicReference<@Nullable String> why = new AtomicReference<>();

  void met(Exception trouble) {
    why.set(String.valueOf(trouble.getMessage()));
  }

  void over() {
    why.set(null);
  }

  @Override
  public String name() {
    return "fits";
  }

  @Override
  public LoopHealth health() {
    @Nullable String trouble = why.get();
    return trouble == null
        ? new LoopHealth(true, true, "fits reach the store")
        : new LoopHealth(true, false, "fits are retried: " + trouble);
  }
}
