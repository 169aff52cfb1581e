package dev.graft.ingest.inbox;

import dev.graft.loop.LoopHealth;
import dev.graft.loop.Runs;
import dev.graft.loop.StepLoop;
import dev.graft.v1.InboxEvent;
import java.util.concurrent.ExecutorService;

/** The loop over the inbox; stopping it ends its waiting for objects first. */
public record InboxLoop(StepLoop<InboxEvent> loop, Patience patience, ExecutorService storeCalls)
    implements Runs {

  @Override
  public InboxLoop start() {
    loop.start();
    return this;
  }

  @Override
  public String name() {
    return loop.name();
  }

  @Override
  public LoopHealth health() {
    return loop.health();
  }

  @Override
  public void close() {
    patience.stop();
    loop.close();
    storeCalls.shutdown();
  }
}
