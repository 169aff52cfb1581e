package dev.graft.trainer.fit;

import dev.graft.trainer.gate.Verdict;
import dev.graft.trainer.publish.Forerunner;
import dev.graft.vision.head.TrainedHead;
import dev.graft.vision.score.Scores;
import java.util.Optional;

/**
 * A fit as far as the gate.
 *
 * @param learning fits the served head and what tells novelty, if it comes to that
 * @param judged the head that the gate has seen
 * @param scores of the judged head on the validation split; where that is empty, on folds of train
 */
record JudgedFit(
    FitRequest request,
    Ground ground,
    Optional<Forerunner> parent,
    Learning learning,
    TrainedHead judged,
    Scores scores,
    Verdict verdict) {}
