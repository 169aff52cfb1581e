package dev.graft.vision.backbone;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Finds the fastest way to run a backbone on this machine, by running it: batches do not always pay
 * on a processor, and which layout is faster differs from one to the next.
 */
public final class EmbeddingSpeed {
  private static final int[] BATCHES = {1, 2, 4, 8, 16, 32};

  private static final int ROUNDS = 4;

  /** A plan that is so much slower than the best of its round is not tried again. */
  private static final double HOPELESS = 0.7;

  /** With a pass that takes so long, there is nothing to be won by a larger batch. */
  private static final Duration LONG = Duration.ofSeconds(1);

  private EmbeddingSpeed() {}

  /**
   * Measures for about five to twenty seconds and returns the fastest plan; changes nothing. All
   * plans are run in turns: the first passes of each are slow, since loops are not compiled yet and
   * memory is touched for the first time.
   */
  public static EmbeddingPlan measure(Backbone backbone) {
    return measure(backbone, ROUNDS, Duration.ofMillis(100));
  }

  /**
   * @param each how long to run each plan in a round, one pass at the least
   */
  static EmbeddingPlan measure(Backbone backbone, int rounds, Duration each) {
    List<EmbeddingPlan> plans =
        Arrays.stream(Layout.values()).flatMap(layout -> plans(backbone, layout)).toList();
    for (int round = 0; round < rounds; round++) {
      plans = plans.stream().map(plan -> timed(backbone, plan, each)).toList();
      double hopeless = HOPELESS * fastest(plans).imagesPerSecond();
      plans = plans.stream().filter(plan -> plan.imagesPerSecond() >= hopeless).toList();
    }
    return fastest(plans);
  }

  /** Those worth a try, each having run once. */
  private static Stream<EmbeddingPlan> plans(Backbone backbone, Layout layout) {
    var plans = new ArrayList<EmbeddingPlan>();
    for (int batch : BATCHES) {
      long began = System.nanoTime();
      plans.add(timed(backbone, new EmbeddingPlan(layout, batch, 0), Duration.ZERO));
      if (System.nanoTime() - began > LONG.toNanos()) {
        break;
      }
    }
    return plans.stream();
  }

  private static EmbeddingPlan fastest(List<EmbeddingPlan> plans) {
    return plans.stream()
        .max(Comparator.comparingDouble(EmbeddingPlan::imagesPerSecond))
        .orElseThrow();
  }

  /** The plan with its fastest pass: others on this machine only ever slow one down. */
  private static EmbeddingPlan timed(Backbone backbone, EmbeddingPlan plan, Duration each) {
    int side = backbone.preprocessing().crop();
    var pictures = Collections.nCopies(plan.batch(), new float[3 * side * side]);
    LongSupplier clock = clock(backbone);
    double fastest = plan.imagesPerSecond();
    long until = System.nanoTime() + each.toNanos();
    do {
      long start = clock.getAsLong();
      backbone.embed(pictures, plan);
      fastest = Math.max(fastest, plan.batch() * 1e9 / (clock.getAsLong() - start));
    } while (System.nanoTime() < until);
    return new EmbeddingPlan(plan.layout(), plan.batch(), fastest);
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
