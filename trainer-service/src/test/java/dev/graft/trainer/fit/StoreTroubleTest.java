package dev.graft.trainer.fit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StoreTroubleTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final StoreTrouble trouble = new StoreTrouble(now::get);

  @Test
  void troubleIsOverWithTheNextFitThatGetsThrough() {
    trouble.met(new IOException("down"));
    assertFalse(trouble.health().ready());
    trouble.over();
    assertTrue(trouble.health().ready());
  }

  @Test
  void troubleThatNobodyTriesAgainIsOver() {
    trouble.met(new IOException("down"));
    now.set(Instant.EPOCH.plusSeconds(60));
    assertFalse(trouble.health().ready());
    now.set(Instant.EPOCH.plusSeconds(121));
    assertTrue(trouble.health().ready());
  }
}
