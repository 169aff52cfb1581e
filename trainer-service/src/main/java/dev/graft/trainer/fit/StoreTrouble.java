package dev.graft.trainer.fit;

import dev.graft.loop.LoopHealth;
import dev.graft.loop.Monitored;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether fits can reach the store: shows up in the service's readiness by itself. Trouble that
 * nobody has met for a while is over: its task may have been deleted, or moved to another replica.
 */
public final class StoreTrouble implements Monitored {
  /** Longer than the longest pause between two tries. */
  private static final Duration A_WHILE = Duration.ofMinutes(2);

  private final InstantSource clock;
  private final AtomicReference<@Nullable Met> last = new AtomicReference<>();

  private record Met(String why, Instant at) {}

  public StoreTrouble(InstantSource clock) {
    this.clock = clock;
  }

  /** A job could not reach it. */
  public void met(Exception trouble) {
    last.set(new Met(String.valueOf(trouble.getMessage()), clock.instant()));
  }

  /** A job could. */
  public void over() {
    last.set(null);
  }

  @Override
  public String name() {
    return "fits";
  }

  @Override
  public LoopHealth health() {
    @Nullable Met met = last.get();
    return met == null || clock.instant().isAfter(met.at().plus(A_WHILE))
        ? new LoopHealth(true, true, "fits reach the store")
        : new LoopHealth(true, false, "fits are retried: " + met.why());
  }
}
