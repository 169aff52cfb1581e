package dev.graft.vision.tune;

import dev.graft.vision.optim.DivergedException;
import dev.graft.vision.optim.Schedule;
import dev.graft.vision.tensors.NamedTensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The phases of a fine-tune, one after the other: what an epoch's end brings, and what stays of a
 * phase. That is its best weights if they are better than those it began with, else those.
 */
final class Phases implements AutoCloseable {
  private final SplitNetwork split;
  private final Recipe recipe;
  private final int batches; // of an epoch
  private final Judge judge;
  private final TuneListener listener;
  private final Map<String, NamedTensor> start; // what distances are measured from
  private final PhaseWeights weights;
  private TuneState state = new TuneState();
  private @Nullable Descent descent;

  Phases(
      SplitNetwork split,
      TuneSet set,
      Recipe recipe,
      int batches,
      Judge judge,
      TuneListener listener) {
    this.split = split;
    this.recipe = recipe;
    this.batches = batches;
    this.judge = judge;
    this.listener = listener;
    this.weights = new PhaseWeights(split);
    this.start = new LinkedHashMap<>();
    split.copy().forEach(tensor -> start.put(tensor.name(), tensor));
    recipe.phases().forEach(split::indexOf); // all of them make sense, or none is begun
    state.plan = Plans.digest(split, set, recipe, start.values());
  }

  TuneState state() {
    return state;
  }

  /** The one that it stands in. */
  Phase phase() {
    return recipe.phases().get(state.phase);
  }

  Descent descent() {
    if (descent == null) {
      throw new IllegalStateException("this fine-tune is closed");
    }
    return descent;
  }

  void begin() throws IOException {
    ready();
    weights.begin();
    if (judge.hasPictures()) {
      HeldOutScore score = judge.score();
      state.phaseStart = score;
      tell(state.reportOfStart(score, StageReports.of(split, judge, start)));
    }
    if (state.stopped != null) {
      end();
    }
  }

  private void ready() {
    close();
    descent = new Descent(split, recipe, phase(), batches);
  }

  /** A step came to no number: the phase is over, and so is all. */
  void diverged(DivergedException how) throws IOException {
    state.stopped = how.getMessage();
    end();
  }

  /** All batches of an epoch are learned. */
  void endEpoch() throws IOException {
    List<NamedTensor> raw = descent().showAverages();
    HeldOutScore score = judge.hasPictures() ? judge.score() : null;
    EpochReport report = state.report(score, StageReports.of(split, judge, start));
    if (score != null && state.tookBest(score)) {
      weights.keepBest();
    }
    boolean last = isLast(score == null ? report.trainLoss() : score.loss());
    tell(report);
    if (last || state.stopped != null) {
      end();
    } else {
      split.restore(raw);
      state.nextEpoch();
    }
  }

  private boolean isLast(double loss) {
    if (phase().schedule() instanceof Schedule.Plateau plateau) {
      state.plateau = state.plateau.saw(loss, plateau);
    }
    boolean patient = recipe.patience() == 0 || state.epochsSinceBest < recipe.patience();
    return state.epoch + 1 == phase().epochs() || !patient;
  }

  private void tell(EpochReport report) {
    state.reports.add(report);
    if (listener.onEpoch(report) instanceof Verdict.Stop stop) {
      state.stopped = stop.why();
    }
  }

  private void end() throws IOException {
    HeldOutScore before = state.phaseStart;
    HeldOutScore after = state.phaseBest;
    boolean whole = state.stopped == null || state.batch == batches; // not cut off
    boolean kept = before == null ? whole : after != null && after.betterThan(before);
    weights.end(kept);
    state.nextPhase(kept);
    if (state.stopped != null || state.phase == recipe.phases().size()) {
      state.finished = true;
      close();
    } else {
      begin();
    }
  }

  /** Where it stands now. */
  Checkpoint checkpoint() {
    var parts = new LinkedHashMap<String, List<NamedTensor>>();
    parts.put("weights", split.copy());
    if (!state.finished) {
      weights.pack(parts);
    }
    if (descent != null) {
      descent.pack(parts);
    }
    return Checkpoints.pack(state, parts);
  }

  /** Goes on where the checkpoint was made, whose state is given. */
  void restore(TuneState saved, Checkpoint checkpoint) throws IOException {
    state = saved;
    split.restore(List.copyOf(Checkpoints.part(checkpoint, "weights").values()));
    if (saved.finished) {
      return;
    }
    ready();
    weights.restore(checkpoint);
    descent().restore(checkpoint, saved.phaseSteps);
  }

  /** Frees what it remembers; the weights stay the split network's. */
  @Override
  public void close() {
    if (descent != null) {
      descent.close();
      descent = null;
    }
  }
}
