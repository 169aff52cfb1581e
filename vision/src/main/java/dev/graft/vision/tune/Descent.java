package dev.graft.vision.tune;

import dev.graft.vision.optim.GradientClip;
import dev.graft.vision.optim.Optimizer;
import dev.graft.vision.optim.Parameter;
import dev.graft.vision.tensors.NamedTensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How what learns in one phase moves: the optimizer, its rates, and the average behind it. */
final class Descent implements AutoCloseable {
  private final SplitNetwork split;
  private final Phase phase;
  private final long steps; // of the whole phase
  private final Optimizer optimizer;
  private final @Nullable Averages averages;

  /**
   * Switches on what learns in the phase; nothing has moved yet.
   *
   * @param batches of an epoch
   */
  Descent(SplitNetwork split, Recipe recipe, Phase phase, int batches) {
    this.split = split;
    this.phase = phase;
    this.steps = (long) phase.epochs() * batches;
    List<Parameter> trained = split.train(split.indexOf(phase), recipe.batchNorm());
    var clip = recipe.clip() == 0 ? GradientClip.NONE : GradientClip.of(recipe.clip());
    this.optimizer = recipe.optimizer().on(split.owner(), trained, clip);
    this.averages =
        recipe.averaging() == 0 ? null : new Averages(split.owner(), trained, recipe.averaging());
  }

  /** Of every stage, then of the head, in the step that comes. */
  double[] rates(TuneState state) {
    double[] stages = phase.rates().ofStages(split.stages());
    var rates = new double[stages.length + 1];
    for (int i = 0; i < rates.length; i++) {
      double base = i < stages.length ? stages[i] : phase.rates().head();
      rates[i] = phase.schedule().rate(base, state.phaseSteps, steps, state.plateau.reductions());
    }
    return rates;
  }

  /**
   * Moves along the gradients that lie on the weights.
   *
   * @param rates of every stage, then of the head
   * @return norm of all gradients together before clipping
   */
  double step(double[] rates) {
    double norm = optimizer.step(rates);
    if (averages != null) {
      averages.follow(split.trained(), optimizer.steps());
    }
    return norm;
  }

  /** Puts the average in place of the weights; gives those to put back, none without average. */
  List<NamedTensor> showAverages() {
    if (averages == null) {
      return List.of();
    }
    List<NamedTensor> raw = split.copy();
    split.restore(averages.copy());
    return raw;
  }

  void pack(Map<String, List<NamedTensor>> parts) {
    parts.put("optimizer", optimizer.state());
    if (averages != null) {
      parts.put("averages", averages.copy());
    }
  }

  /**
   * Goes on where a checkpoint was made.
   *
   * @param phaseSteps taken until then
   */
  void restore(Checkpoint checkpoint, long phaseSteps) throws IOException {
    optimizer.restore(Checkpoints.part(checkpoint, "optimizer"), phaseSteps);
    if (averages != null) {
      averages.restore(Checkpoints.part(checkpoint, "averages"));
    }
  }

  @Override
  public void close() {
    optimizer.close();
    if (averages != null) {
      averages.close();
    }
  }
}
