package dev.graft.feature.embed;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that work for every loop of this process: decoders, and as many lanes as forward
 * passes run at a time.
 *
 * @param laneCount of lanes
 */
public record Crew(ExecutorService decoders, ExecutorService lanes, int laneCount)
    implements AutoCloseable {

  public static Crew of(int decoders, int lanes) {
    return new Crew(
        Executors.newFixedThreadPool(decoders, named("graft-decode-")),
        Executors.newFixedThreadPool(lanes, named("graft-embed-")),
        lanes);
  }

  private static ThreadFactory named(String prefix) {
    var count = new AtomicInteger();
    return work -> {
      var thread = new Thread(work, prefix + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public void close() {
    decoders.shutdownNow();
    lanes.shutdownNow();
  }
}
