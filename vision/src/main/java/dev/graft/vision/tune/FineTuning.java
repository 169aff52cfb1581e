package dev.graft.vision.tune;

import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.optim.DivergedException;
import dev.graft.vision.optim.GradientClip;
import dev.graft.vision.optim.Optimizer;
import dev.graft.vision.optim.Schedule;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tune.Learning.Learned;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A fine-tune, step by step: fetch, forward, backward, clip, step, report. Between any two steps it
 * can be packed into a {@link Checkpoint} and go on elsewhere to the same weights, bit for bit on
 * one intra-op thread. One thread at a time; the split network is the caller's to close.
 */
public final class FineTuning implements AutoCloseable {
  private final SplitNetwork split;
  private final Recipe recipe;
  private final TuneListener listener;
  private final Learning learning;
  private final Batches batches;
  private final Judge judge;
  private final Map<String, NamedTensor> start; // what distances are measured from
  private TuneState state = new TuneState();
  private List<NamedTensor> phaseStart = List.of();
  private @Nullable List<NamedTensor> best; // of the phase
  private @Nullable Optimizer optimizer;
  private @Nullable Averages averages;

  private FineTuning(
      SplitNetwork split, TuneSet set, CutInputs inputs, Recipe recipe, TuneListener listener) {
    this.split = split;
    this.recipe = recipe;
    this.listener = listener;
    this.learning = new Learning(split, inputs, recipe, set.classes().size());
    this.batches = new Batches(set.train(), recipe);
    this.judge = new Judge(split, inputs, set, recipe.batch());
    this.start = new LinkedHashMap<>();
    split.copy().forEach(tensor -> start.put(tensor.name(), tensor));
    recipe.phases().forEach(split::indexOf); // all of them make sense, or none is begun
    state.plan = Plans.digest(split, set, recipe, start.values());
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
    run.beginPhase();
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
    run.beginPhase();
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
    if (!saved.plan.equals(run.state.plan)) {
      throw new IllegalArgumentException(
          "the checkpoint belongs to another recipe, other pictures or other weights to begin at");
    }
    run.restore(saved, checkpoint);
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
      boolean interrupted = Thread.interrupted();
      if (interrupted || state.steps % every == 0) {
        target.save(checkpoint());
      }
      if (interrupted) {
        throw new InterruptedException("fine-tuning was interrupted at step " + state.steps);
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
    if (state.finished) {
      return false;
    }
    Phase phase = recipe.phases().get(state.phase);
    try {
      List<View> batch = batches.batch(state.phase, state.epoch, state.batch);
      Learned learned = learning.learn(batch, split.indexOf(phase), state.steps);
      double[] rates = rates(phase);
      double norm = VisionRuntime.withoutGradients(() -> descend(rates));
      state.learned(learned, norm, rates[rates.length - 1]);
    } catch (DivergedException e) {
      state.stopped = e.getMessage();
      endPhase();
      return false;
    }
    if (state.batch == batches.count()) {
      endEpoch(phase);
    }
    return !state.finished;
  }

  private double descend(double[] rates) {
    if (optimizer == null) {
      throw new IllegalStateException("this fine-tune is closed");
    }
    double norm = optimizer.step(rates);
    if (averages != null) {
      averages.follow(split.trained(), optimizer.steps());
    }
    return norm;
  }

  /** Of every stage, then of the head. */
  private double[] rates(Phase phase) {
    double[] stages = phase.rates().ofStages(split.stages());
    long steps = (long) phase.epochs() * batches.count();
    var rates = new double[stages.length + 1];
    for (int i = 0; i < rates.length; i++) {
      double base = i < stages.length ? stages[i] : phase.rates().head();
      rates[i] = phase.schedule().rate(base, state.phaseSteps, steps, state.plateau.reductions());
    }
    return rates;
  }

  private void beginPhase() throws IOException {
    readyPhase();
    phaseStart = split.copy();
    best = null;
    if (judge.hasPictures()) {
      state.phaseStart = judge.score();
      tell(
          new EpochReport(
              state.phase,
              0,
              state.steps,
              0,
              Double.NaN,
              Double.NaN,
              Double.NaN,
              state.phaseStart,
              StageReports.of(split, judge, start)));
    }
    if (state.stopped != null) {
      endPhase();
    }
  }

  private void readyPhase() {
    close();
    Phase phase = recipe.phases().get(state.phase);
    var trained = split.train(split.indexOf(phase), recipe.batchNorm());
    var clip = recipe.clip() == 0 ? GradientClip.NONE : GradientClip.of(recipe.clip());
    optimizer = recipe.optimizer().on(split.owner(), trained, clip);
    averages =
        recipe.averaging() == 0 ? null : new Averages(split.owner(), trained, recipe.averaging());
  }

  private void endEpoch(Phase phase) throws IOException {
    List<NamedTensor> raw = averages == null ? List.of() : split.copy();
    if (averages != null) {
      split.restore(averages.copy());
    }
    HeldOutScore score = judge.hasPictures() ? judge.score() : null;
    EpochReport report = state.report(score, StageReports.of(split, judge, start));
    if (score != null) {
      boolean better = state.phaseBest == null || score.betterThan(state.phaseBest);
      state.epochsSinceBest = better ? 0 : state.epochsSinceBest + 1;
      state.phaseBest = better ? score : state.phaseBest;
      best = better ? split.copy() : best;
    }
    boolean last = isLast(phase, score == null ? report.trainLoss() : score.loss());
    tell(report);
    if (last || state.stopped != null) {
      endPhase();
    } else {
      split.restore(raw);
      state.nextEpoch();
    }
  }

  private boolean isLast(Phase phase, double loss) {
    if (phase.schedule() instanceof Schedule.Plateau plateau) {
      state.plateau = state.plateau.saw(loss, plateau);
    }
    boolean patient = recipe.patience() == 0 || state.epochsSinceBest < recipe.patience();
    return state.epoch + 1 == phase.epochs() || !patient;
  }

  private void tell(EpochReport report) {
    state.reports.add(report);
    if (listener.onEpoch(report) instanceof Verdict.Stop stop) {
      state.stopped = stop.why();
    }
  }

  /** Keeps the phase's best weights if they are better than those it began with. */
  private void endPhase() throws IOException {
    HeldOutScore before = state.phaseStart;
    HeldOutScore after = state.phaseBest;
    boolean whole = state.stopped == null || state.batch == batches.count(); // not cut off
    boolean kept = before == null ? whole : after != null && after.betterThan(before);
    if (!kept) {
      split.restore(phaseStart);
    } else if (best != null) {
      split.restore(best);
    }
    state.nextPhase(kept);
    best = null;
    if (state.stopped != null || state.phase == recipe.phases().size()) {
      state.finished = true;
      close();
    } else {
      beginPhase();
    }
  }

  /** Where it stands now. */
  public Checkpoint checkpoint() {
    var parts = new LinkedHashMap<String, List<NamedTensor>>();
    parts.put("weights", split.copy());
    if (!state.finished) {
      parts.put("phase-start", phaseStart);
    }
    if (best != null) {
      parts.put("best", best);
    }
    if (optimizer != null) {
      parts.put("optimizer", optimizer.state());
    }
    if (averages != null) {
      parts.put("averages", averages.copy());
    }
    return Checkpoints.pack(state, parts);
  }

  private void restore(TuneState saved, Checkpoint checkpoint) throws IOException {
    state = saved;
    split.restore(List.copyOf(Checkpoints.part(checkpoint, "weights").values()));
    if (saved.finished) {
      return;
    }
    readyPhase();
    phaseStart = List.copyOf(Checkpoints.part(checkpoint, "phase-start").values());
    var bestSoFar = Checkpoints.part(checkpoint, "best");
    best = bestSoFar.isEmpty() ? null : List.copyOf(bestSoFar.values());
    if (optimizer != null) {
      optimizer.restore(Checkpoints.part(checkpoint, "optimizer"), saved.phaseSteps);
    }
    if (averages != null) {
      averages.restore(Checkpoints.part(checkpoint, "averages"));
    }
  }

  /**
   * What came of it.
   *
   * @throws IllegalStateException before the last step
   */
  public TuneResult result() {
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
    if (optimizer != null) {
      optimizer.close();
      optimizer = null;
    }
    if (averages != null) {
      averages.close();
      averages = null;
    }
  }
}
