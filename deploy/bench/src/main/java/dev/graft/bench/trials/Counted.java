package dev.graft.bench.trials;

import dev.graft.events.Times;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.LogShadow;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.PairCounts;
import dev.graft.v1.Predicted;
import dev.graft.v1.RolloutTrial;
import dev.graft.v1.TrialGuards;
import dev.graft.v1.VersionAnswer;
import dev.graft.v1.VersionRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The evidence of a trial: as the judge tells it, or counted anew by going through the logs whole.
 *
 * @param scored log shadow was done
 * @param validated pairs on images that the gate has seen
 * @param live pairs on images labelled after both datasets were cut
 */
record Counted(boolean scored, Pairs validated, Pairs live, TrialGuards guards) {
  /** A label that comes later than this makes no pair. */
  private static final Duration LATEST = Duration.ofDays(14);

  /** The judge rounds probabilities, so sums of them differ by this for each request at most. */
  private static final double ROUNDING = 0x1p-20;

  /** Counts of pairs: only the candidate right, only the other one, neither or both. */
  record Pairs(long better, long worse, long same) {
    static final Pairs NONE = new Pairs(0, 0, 0);

    static Pairs of(PairCounts counts) {
      return new Pairs(counts.getBetter(), counts.getWorse(), counts.getSame());
    }

    long count() {
      return better + worse + same;
    }

    Pairs and(Pairs more) {
      return new Pairs(better + more.better, worse + more.worse, same + more.same);
    }
  }

  /** As it stands in a state. */
  static Counted told(RolloutTrial trial) {
    return new Counted(
        trial.getLogShadowDone(),
        Pairs.of(trial.getValidated()),
        Pairs.of(trial.getLive()),
        trial.getGuards());
  }

  /** What the logs say of the trial's two versions, of what had happened by then. */
  static Counted of(TaskLog log, RolloutTrial trial, Instant until) {
    var began = Times.instant(trial.getBegan());
    var shadow =
        log.shadows().stream()
            .filter(each -> !Times.instant(each.getTime()).isBefore(began)) // or of another trial
            .filter(each -> same(each.getCandidate(), trial.getCandidate()))
            .filter(each -> same(each.getBaseline(), trial.getBaseline()))
            .filter(each -> !Times.instant(each.getTime()).isAfter(until))
            .reduce((earlier, later) -> later);
    var answered =
        log.predictions().stream()
            .filter(each -> !Times.instant(each.getTime()).isBefore(began))
            .filter(each -> !Times.instant(each.getTime()).isAfter(until))
            .filter(each -> answer(each, trial.getCandidate()).isPresent())
            .filter(each -> answer(each, trial.getBaseline()).isPresent())
            .toList();
    long cut = Math.max(cut(log, trial), shadow.map(LogShadow::getSequence).orElse(0L));
    var later = shadow.map(each -> Pairs.of(each.getLater())).orElse(Pairs.NONE);
    return new Counted(
        shadow.isPresent(),
        shadow.map(each -> Pairs.of(each.getValidated())).orElse(Pairs.NONE),
        later.and(pairs(log, trial, answered, cut, until)),
        guards(log, trial, answered));
  }

  private static boolean same(VersionRef one, VersionRef other) {
    return one.getVersion() == other.getVersion()
        && one.getBundleDigest().equals(other.getBundleDigest());
  }

  private static Optional<VersionAnswer> answer(Predicted predicted, VersionRef version) {
    return predicted.getAnswersList().stream()
        .filter(each -> each.getVersion() == version.getVersion())
        .findFirst();
  }

  /** The last change of the examples that one of the two was trained on. */
  private static long cut(TaskLog log, RolloutTrial trial) {
    return log.models().stream()
        .filter(
            model ->
                model.getVersion() == trial.getCandidate().getVersion()
                    || model.getVersion() == trial.getBaseline().getVersion())
        .map(ModelPublished::getDataset)
        .mapToLong(dataset -> dataset.getSequence())
        .max()
        .orElse(0);
  }

  private static Pairs pairs(
      TaskLog log, RolloutTrial trial, List<Predicted> answered, long cut, Instant until) {
    var firsts = new HashMap<String, Predicted>();
    for (var each : answered) {
      if (both(each, trial).stream().allMatch(answer -> answer.getFault().isEmpty())) {
        firsts.merge(each.getImageId(), each, Counted::earlier);
      }
    }
    var changes = new HashMap<String, List<ExampleChange>>();
    for (var change : log.changes()) {
      if (!Times.instant(change.getTime()).isAfter(until)) {
        changes.computeIfAbsent(change.getImageId(), id -> new ArrayList<>()).add(change);
      }
    }
    var all = Pairs.NONE;
    for (var first : firsts.values()) {
      var said = changes.getOrDefault(first.getImageId(), List.of());
      all = all.and(pair(both(first, trial), Times.instant(first.getTime()), said, cut));
    }
    return all;
  }

  /** The candidate's, then the baseline's. */
  private static List<VersionAnswer> both(Predicted predicted, RolloutTrial trial) {
    return List.of(
        answer(predicted, trial.getCandidate()).orElseThrow(),
        answer(predicted, trial.getBaseline()).orElseThrow());
  }

  private static Predicted earlier(Predicted one, Predicted other) {
    int order = Times.instant(one.getTime()).compareTo(Times.instant(other.getTime()));
    boolean first =
        order < 0 || (order == 0 && one.getPredictionId().compareTo(other.getPredictionId()) < 0);
    return first ? one : other;
  }

  /** An image counts by its first label, if that came after the answers, and says its last. */
  private static Pairs pair(
      List<VersionAnswer> both, Instant answered, List<ExampleChange> said, long cut) {
    if (said.isEmpty() || said.get(said.size() - 1).hasRemoved()) {
      return Pairs.NONE;
    }
    var first = said.get(0);
    var labelled = labelled(first);
    if (first.getSequence() <= cut
        || !labelled.isAfter(answered)
        || labelled.isAfter(answered.plus(LATEST))) {
      return Pairs.NONE;
    }
    var last = said.get(said.size() - 1);
    var truth = (last.hasAdded() ? last.getAdded() : last.getReplaced()).getClassName();
    boolean candidate = both.get(0).getClassName().equals(truth);
    boolean baseline = both.get(1).getClassName().equals(truth);
    if (candidate == baseline) {
      return new Pairs(0, 0, 1);
    }
    return candidate ? new Pairs(1, 0, 0) : new Pairs(0, 1, 0);
  }

  /** The trainer may have learned of a label long after it was given. */
  private static Instant labelled(ExampleChange first) {
    var noted = Times.instant(first.getTime());
    var given = first.getAdded().getFirstLabelled();
    return first.getAdded().hasFirstLabelled() && Times.instant(given).isBefore(noted)
        ? Times.instant(given)
        : noted;
  }

  private static TrialGuards guards(TaskLog log, RolloutTrial trial, List<Predicted> answered) {
    var sums = new GuardSums(log.spec().getRollout().getGuards());
    answered.forEach(each -> sums.add(both(each, trial)));
    return sums.guards();
  }

  /** Where it differs from what is told; empty: nowhere. */
  Optional<String> differs(Counted told) {
    var same =
        scored == told.scored
            && validated.equals(told.validated)
            && live.equals(told.live)
            && counts(guards).equals(counts(told.guards))
            && near(guards.getConfidence(), told.guards.getConfidence())
            && near(guards.getOtherConfidence(), told.guards.getOtherConfidence());
    return same
        ? Optional.empty()
        : Optional.of("the logs say " + text() + ", the state tells " + told.text());
  }

  private boolean near(double one, double other) {
    return Math.abs(one - other) <= ROUNDING * (1 + guards.getRequests());
  }

  private static Map<String, Object> counts(TrialGuards guards) {
    return Map.of(
        "requests", guards.getRequests(),
        "failed alone", guards.getFailedAlone(),
        "slow", guards.getSlow(),
        "classes", guards.getClassesMap(),
        "other classes", guards.getOtherClassesMap());
  }

  private String text() {
    return "%s, validated %s, live %s, %s, confidences %.4f and %.4f"
        .formatted(
            scored ? "scored" : "not scored",
            validated,
            live,
            counts(guards),
            guards.getConfidence(),
            guards.getOtherConfidence());
  }
}
