package dev.graft.vision.backbone;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.function.LongSupplier;

/**
 * Finds the fastest way to run a backbone on this machine, by running it: batches do not always pay
 * on a processor, and which layout is faster differs from one to the next.
 */
public final class EmbeddingSpeed {
  private static final int[] BATCHES = {1, 2, 4, 8, 16, 32};

  /** A larger batch that is so much slower than the best so far ends the search in its layout. */
  private static final double HOPELESS = 0.8;

  private EmbeddingSpeed() {}

  /** Measures for about two to ten seconds and returns the fastest plan; changes nothing. */
  public static EmbeddingPlan measure(Backbone backbone) {
    return measure(backbone, Duration.ofMillis(250));
  }

  /**
   * @param each how long to run each plan, one pass at the least, after a first one to warm up
   */
  static EmbeddingPlan measure(Backbone backbone, Duration each) {
    EmbeddingPlan fastest = EmbeddingPlan.UNMEASURED;
    for (Layout layout : Layout.values()) {
      double best = 0;
      for (int batch : BATCHES) {
        var plan = timed(backbone, new EmbeddingPlan(layout, batch, 0), each);
        if (plan.imagesPerSecond() > fastest.imagesPerSecond()) {
          fastest = plan;
        }
        if (plan.imagesPerSecond() < HOPELESS * best) {
          break;
        }
        best = Math.max(best, plan.imagesPerSecond());
      }
    }
    return fastest;
  }

  private static EmbeddingPlan timed(Backbone backbone, EmbeddingPlan plan, Duration each) {
    int side = backbone.preprocessing().crop();
    var pictures = Collections.nCopies(plan.batch(), new float[3 * side * side]);
    backbone.embed(pictures, plan);
    LongSupplier clock = clock(backbone);
    long fastest = Long.MAX_VALUE; // of all passes: others on this machine only ever slow one down
    long until = System.nanoTime() + each.toNanos();
    do {
      long start = clock.getAsLong();
      backbone.embed(pictures, plan);
      fastest = Math.min(fastest, clock.getAsLong() - start);
    } while (System.nanoTime() < until);
    return new EmbeddingPlan(plan.layout(), plan.batch(), plan.batch() * 1e9 / fastest);
  }

  /**
   * Nanoseconds of this thread on a core, if the pass happens on it and nowhere else: then it does
   * not matter what else the machine does meanwhile. Else those of the world.
   */
  private static LongSupplier clock(Backbone backbone) {
    var threads = ManagementFactory.getThreadMXBean();
    return backbone.computesOnItsCaller() && threads.isCurrentThreadCpuTimeSupported()
        ? threads::getCurrentThreadCpuTime
        : System::nanoTime;
  }
}
