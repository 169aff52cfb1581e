package dev.graft.vision.backbone;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Runs passes as a plan says, or finds the fastest plan on the way; on a GPU a few at a time. */
final class PlannedPasses {
  /** Four copy and compute in turns; more gained nothing, and each takes memory of its own. */
  private static final int PASSES_ON_A_GPU = 4;

  private final ForwardPasses passes;
  private final PlanTrials trials;
  private final boolean gpu;
  private final Semaphore turns;
  private volatile @Nullable EmbeddingPlan fixed;

  PlannedPasses(ForwardPasses passes, boolean gpu) {
    this.passes = passes;
    this.trials = new PlanTrials(passes.most());
    this.gpu = gpu;
    this.turns = new Semaphore(gpu ? PASSES_ON_A_GPU : Integer.MAX_VALUE);
  }

  /** Most inputs that should be brought at once. */
  int batch() {
    var plan = fixed;
    return plan == null ? trials.batch() : plan.batch();
  }

  void use(EmbeddingPlan plan) {
    fixed = plan;
  }

  /** Embeddings {@code [n, width]} of all inputs, in one pass or several. */
  List<float[]> embed(List<float[]> inputs) {
    var embeddings = new ArrayList<float[]>();
    while (embeddings.size() < inputs.size()) {
      embeddings.addAll(passInTurn(inputs.subList(embeddings.size(), inputs.size())));
    }
    return embeddings;
  }

  private List<float[]> passInTurn(List<float[]> waiting) {
    turns.acquireUninterruptibly();
    try {
      return pass(waiting);
    } finally {
      turns.release();
    }
  }

  /** Of the first of these. */
  private List<float[]> pass(List<float[]> waiting) {
    var plan = fixed;
    if (plan != null) {
      int fitting = Math.min(plan.batch(), passes.most());
      return passes.embed(waiting.subList(0, Math.min(fitting, waiting.size())), plan.layout());
    }
    var tried = trials.next(waiting.size());
    LongSupplier clock = clock();
    long began = clock.getAsLong();
    var embeddings = passes.embed(waiting.subList(0, tried.batch()), tried.layout());
    trials.took(tried, clock.getAsLong() - began);
    return embeddings;
  }

  /**
   * Nanoseconds of this thread on a core, if a pass happens on it and nowhere else: then it does
   * not matter who else is given the core meanwhile. Else those of the world.
   */
  private LongSupplier clock() {
    return !gpu && VisionRuntime.oneThreadAPass()
        ? ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime
        : System::nanoTime;
  }
}
