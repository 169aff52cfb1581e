package dev.graft.vision.tune;

import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.optim.DivergedException;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tune.Learning.Learned;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A fine-tune, step by step: fetch, forward, backward, clip, step, report. Between any two steps it
 * can be packed into a {@link Checkpoint} and go on elsewhere to the same weights, bit for bit on
 * one intra-op thread. One thread at a time; the split network is the caller's to close.
 */
public final class FineTuning implements AutoCloseable {
  private final SplitNetwork split;
  private final Recipe recipe;
  private final Learning learning;
  private final Batches batches;
  private final Phases phases;

  private FineTuning(
      SplitNetwork split, TuneSet set, CutInputs inputs, Recipe recipe, TuneListener listener) {
    this.split = split;
    this.recipe = recipe;
    this.learning = new Learning(split, inputs, recipe, set.classes().size());
    this.batches = new Batches(set.train(), recipe);
    var judge = new Judge(split, inputs, set, recipe);
    this.phases = new Phases(split, set, recipe, batches.count(), judge, listener);
  }

  /**
   * Begins, unless the head is not settled.
   *
   * @throws IOException if a picture can't be had
   * @throws IllegalArgumentException if recipe, cut, head and classes do not fit each other
   */
  public static Beginning begin(
      SplitNetwork split, TuneSet set, CutInputs inputs, Recipe recipe, TuneListener listener)
      throws IOException {
    Optional<String> objection = SettledHead.objection(split, set, inputs, recipe.batch());
    if (objection.isPresent()) {
      return new Beginning.NotSettled(objection.get());
    }
    var run = new FineTuning(split, set, inputs, recipe, listener);
    run.phases.begin();
    return new Beginning.Ready(run);
  }

  /**
   * Begins anew with the weights that a stopped fine-tune has left, as a guard has it after an
   * alarm, at lower rates. The head was settled when that one began, so it is not asked again;
   * distances are measured from here.
   *
   * @throws IOException if a picture can't be had
   */
  public static FineTuning again(
      SplitNetwork split, TuneSet set, CutInputs inputs, Recipe recipe, TuneListener listener)
      throws IOException {
    var run = new FineTuning(split, set, inputs, recipe, listener);
    run.phases.begin();
    return run;
  }

  /**
   * Goes on from a checkpoint, with a split network as it was at the beginning.
   *
   * @throws IOException if the checkpoint is broken
   * @throws IllegalArgumentException if it belongs to another recipe, other data or another start
   */
  public static FineTuning resume(
      SplitNetwork split,
      TuneSet set,
      CutInputs inputs,
      Recipe recipe,
      TuneListener listener,
      Checkpoint checkpoint)
      throws IOException {
    var run = new FineTuning(split, set, inputs, recipe, listener);
    TuneState saved = Checkpoints.state(checkpoint);
    if (!saved.plan.equals(run.phases.state().plan)) {
      throw new IllegalArgumentException(
          "the checkpoint belongs to another recipe, other pictures or other weights to begin at");
    }
    run.phases.restore(saved, checkpoint);
    return run;
  }

  /** Sentences on phases whose tail learns too fast for a head that was fitted. */
  public List<String> warnings() {
    if (split.start() instanceof HeadStart.Fresh) {
      return List.of();
    }
    return recipe.phases().stream()
        .flatMap(phase -> phase.rates().warning(split.indexOf(phase), split.stages()).stream())
        .toList();
  }

  /**
   * To the end.
   *
   * @param every a checkpoint after so many steps
   * @throws InterruptedException when the thread is interrupted, after a last checkpoint
   */
  public TuneResult run(CheckpointTarget target, int every)
      throws IOException, InterruptedException {
    while (step()) {
      long steps = phases.state().steps;
      boolean interrupted = Thread.interrupted();
      if (interrupted || steps % every == 0) {
        target.save(checkpoint());
      }
      if (interrupted) {
        throw new InterruptedException("fine-tuning was interrupted at step " + steps);
      }
    }
    return result();
  }

  /**
   * One step of the optimizer, and what follows from it: the end of an epoch, of a phase, of all.
   *
   * @return whether there is a next one
   */
  public boolean step() throws IOException {
    TuneState state = phases.state();
    if (state.finished) {
      return false;
    }
    int from = split.indexOf(phases.phase());
    Descent descent = phases.descent();
    try {
      List<View> batch = batches.batch(state.phase, state.epoch, state.batch);
      Learned learned = learning.learn(batch, from, state.steps);
      double[] rates = descent.rates(state);
      double norm = VisionRuntime.withoutGradients(() -> descent.step(rates));
      state.learned(learned, norm, rates[rates.length - 1]);
    } catch (DivergedException e) {
      phases.diverged(e);
      return false;
    }
    if (state.batch == batches.count()) {
      phases.endEpoch();
    }
    return !state.finished;
  }

  /** Where it stands now. */
  public Checkpoint checkpoint() {
    return phases.checkpoint();
  }

  /**
   * What came of it.
   *
   * @throws IllegalStateException before the last step
   */
  public TuneResult result() {
    TuneState state = phases.state();
    if (!state.finished) {
      throw new IllegalStateException("the fine-tune is not finished: step until it is");
    }
    List<NamedTensor> tail =
        split.copy().stream()
            .filter(tensor -> !tensor.name().startsWith(Phase.HEAD + "."))
            .toList();
    return new TuneResult(
        tail,
        split.head(),
        state.phasesKept.contains(true),
        state.phasesKept,
        state.reports,
        Optional.ofNullable(state.stopped));
  }

  /** Frees what it remembers; the weights stay the split network's. */
  @Override
  public void close() {
    phases.close();
  }
}
