package dev.graft.vision.tune;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import dev.graft.vision.optim.PlateauWatch;
import dev.graft.vision.tune.Learning.Learned;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a fine-tune stands between two steps; all of it but arrays. Chance needs no place here: it
 * is drawn anew from the seed and these numbers.
 */
@JsonAutoDetect(fieldVisibility = Visibility.ANY)
final class TuneState {
  String plan = ""; // digest of recipe, data and start: what a checkpoint belongs to
  int phase;
  int epoch; // of the phase, counted from 0
  int batch; // of the epoch: the next one
  long steps; // of the run
  long phaseSteps;
  double lossSum; // of the epoch so far, over pictures
  int seen;
  int right;
  double normSum;
  double headRate;
  PlateauWatch plateau = PlateauWatch.begin();
  @Nullable HeldOutScore phaseStart;
  @Nullable HeldOutScore phaseBest;
  int epochsSinceBest;
  boolean finished;
  @Nullable String stopped;
  List<Boolean> phasesKept = new ArrayList<>();
  List<EpochReport> reports = new ArrayList<>();

  void learned(Learned learned, double norm, double rate) {
    lossSum += learned.loss() * learned.pictures();
    seen += learned.pictures();
    right += learned.right();
    normSum += norm;
    headRate = rate;
    batch++;
    steps++;
    phaseSteps++;
  }

  /** Of the epoch that is complete. */
  EpochReport report(@Nullable HeldOutScore heldOut, List<StageHealth> stages) {
    return new EpochReport(
        phase,
        epoch + 1,
        steps,
        headRate,
        lossSum / seen,
        (double) right / seen,
        normSum / batch,
        heldOut,
        stages);
  }

  /** Before any step of the phase. */
  EpochReport reportOfStart(HeldOutScore score, List<StageHealth> stages) {
    return new EpochReport(phase, 0, steps, 0, Double.NaN, Double.NaN, Double.NaN, score, stages);
  }

  /** Takes the score of an epoch in, and says whether none of the phase was better. */
  boolean tookBest(HeldOutScore score) {
    boolean better = phaseBest == null || score.betterThan(phaseBest);
    epochsSinceBest = better ? 0 : epochsSinceBest + 1;
    phaseBest = better ? score : phaseBest;
    return better;
  }

  void nextEpoch() {
    epoch++;
    batch = 0;
    lossSum = 0;
    seen = 0;
    right = 0;
    normSum = 0;
  }

  void nextPhase(boolean kept) {
    phasesKept.add(kept);
    phase++;
    nextEpoch();
    epoch = 0;
    phaseSteps = 0;
    plateau = PlateauWatch.begin();
    phaseStart = null;
    phaseBest = null;
    epochsSinceBest = 0;
  }
}
