package dev.graft.inference.rollout;

import dev.graft.events.Times;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.LogShadow;
import dev.graft.v1.PairCounts;
import dev.graft.v1.Predicted;
import dev.graft.v1.RolloutTrial;
import dev.graft.v1.TrialGuards;
import dev.graft.v1.VersionAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A trial as {@link RolloutModel} has it: what came of answers is kept, and gone through whole
 * whenever its evidence is asked for.
 */
final class ModelTrial {
  private static final double[] STAKES = {0.05, 0.1, 0.2, 0.4, 0.8};
  private static final double CAPITAL = 20;
  private static final double MARGIN = 0.02;
  private static final double FAILURES = 0.001;

  final long candidate;
  final long baseline;
  final Instant began;
  private final long cut;
  private final List<Predicted> answered = new ArrayList<>();
  RolloutTrial.Stage stage;
  double share;
  Instant since;
  Instant lineSince;
  private @Nullable LogShadow shadow;

  ModelTrial(
      long candidate,
      long baseline,
      RolloutTrial.Stage stage,
      Instant lineSince,
      Instant now,
      long cut) {
    this.candidate = candidate;
    this.baseline = baseline;
    this.stage = stage;
    this.lineSince = lineSince;
    this.since = now;
    this.began = now;
    this.cut = cut;
  }

  boolean watched() {
    return stage == RolloutTrial.Stage.WATCH_STAGE;
  }

  void enter(RolloutTrial.Stage next, double nextShare, Instant now) {
    stage = next;
    share = nextShare;
    since = now;
  }

  void answered(Predicted predicted) {
    if (!Times.instant(predicted.getTime()).isBefore(began)
        && answer(predicted, candidate).isPresent()
        && answer(predicted, baseline).isPresent()) {
      answered.add(predicted);
    }
  }

  /** False: it is about other versions, or other bundles of these numbers. */
  boolean scored(LogShadow scored) {
    var mine =
        scored.getCandidate().equals(Drawn.ref(candidate))
            && scored.getBaseline().equals(Drawn.ref(baseline));
    if (mine) {
      shadow = scored;
    }
    return mine;
  }

  boolean shadowed() {
    return shadow != null;
  }

  private static Optional<VersionAnswer> answer(Predicted predicted, long version) {
    return predicted.getAnswersList().stream()
        .filter(each -> each.getVersion() == version)
        .findFirst();
  }

  private static boolean says(Predicted predicted, long version, String className) {
    return answer(predicted, version).orElseThrow().getClassName().equals(className);
  }

  /** Better, worse, same: of images first labelled after the cut and after both had answered. */
  long[] live(List<ExampleChange> changes) {
    long from = shadow == null ? cut : Math.max(cut, shadow.getSequence());
    var pairs = counts(shadow == null ? PairCounts.getDefaultInstance() : shadow.getLater());
    var said = new HashMap<String, List<ExampleChange>>();
    changes.forEach(
        each -> said.computeIfAbsent(each.getImageId(), id -> new ArrayList<>()).add(each));
    firsts()
        .forEach((image, first) -> count(pairs, first, said.getOrDefault(image, List.of()), from));
    return pairs;
  }

  private Map<String, Predicted> firsts() {
    var firsts = new HashMap<String, Predicted>();
    for (var each : answered) {
      if (each.getAnswersList().stream().allMatch(answer -> answer.getFault().isEmpty())) {
        firsts.merge(each.getImageId(), each, ModelTrial::earlier);
      }
    }
    return firsts;
  }

  private static Predicted earlier(Predicted one, Predicted other) {
    int order = Times.instant(one.getTime()).compareTo(Times.instant(other.getTime()));
    return order < 0 || (order == 0 && one.getPredictionId().compareTo(other.getPredictionId()) < 0)
        ? one
        : other;
  }

  private void count(long[] pairs, Predicted first, List<ExampleChange> said, long from) {
    if (said.isEmpty() || said.get(said.size() - 1).hasRemoved()) {
      return;
    }
    var came = said.get(0);
    var given =
        came.getAdded().hasFirstLabelled() ? came.getAdded().getFirstLabelled() : came.getTime();
    var after = Times.instant(given).isAfter(Times.instant(first.getTime()));
    if (came.getSequence() <= from || !after) {
      return;
    }
    var last = said.get(said.size() - 1);
    var truth = (last.hasAdded() ? last.getAdded() : last.getReplaced()).getClassName();
    var right = says(first, candidate, truth);
    var otherRight = says(first, baseline, truth);
    pairs[right == otherRight ? 2 : right ? 0 : 1]++;
  }

  private static long[] counts(PairCounts counts) {
    return new long[] {counts.getBetter(), counts.getWorse(), counts.getSame()};
  }

  private long[] validated() {
    return counts(shadow == null ? PairCounts.getDefaultInstance() : shadow.getValidated());
  }

  /** The trial as it must be told, without what the versions are. */
  RolloutTrial told(List<ExampleChange> changes) {
    return RolloutTrial.newBuilder()
        .setStage(stage)
        .setShare(share)
        .setBegan(Times.of(began))
        .setLogShadowDone(shadow != null)
        .setValidated(pairs(validated()))
        .setLive(pairs(live(changes)))
        .setGuards(guards())
        .build();
  }

  private static PairCounts pairs(long[] counts) {
    return PairCounts.newBuilder()
        .setBetter(counts[0])
        .setWorse(counts[1])
        .setSame(counts[2])
        .build();
  }

  private TrialGuards guards() {
    var guards = TrialGuards.newBuilder().setRequests(answered.size());
    var classes = new TreeMap<String, Long>();
    var others = new TreeMap<String, Long>();
    for (var each : answered) {
      var mine = answer(each, candidate).orElseThrow();
      var other = answer(each, baseline).orElseThrow();
      if (!mine.getFault().isEmpty() && other.getFault().isEmpty()) {
        guards.setFailedAlone(guards.getFailedAlone() + 1);
      }
      if (mine.getFault().isEmpty() && other.getFault().isEmpty()) {
        guards.setConfidence(guards.getConfidence() + DrawnLabels.CONFIDENCE);
        guards.setOtherConfidence(guards.getOtherConfidence() + DrawnLabels.CONFIDENCE);
        classes.merge(mine.getClassName(), 1L, Long::sum);
        others.merge(other.getClassName(), 1L, Long::sum);
      }
    }
    return guards.putAllClasses(classes).putAllOtherClasses(others).build();
  }

  /** Worse by the labels, or failing. */
  boolean bad(List<ExampleChange> changes) {
    var live = live(changes);
    var seen = validated();
    var guards = guards();
    return capital(live[1] + seen[1], live[0] + seen[0], live[2] + seen[2], 0) >= CAPITAL
        || (guards.getFailedAlone() > 0
            && capital(
                    guards.getFailedAlone(),
                    0,
                    guards.getRequests() - guards.getFailedAlone(),
                    -FAILURES)
                >= CAPITAL);
  }

  /** Whether the labels carry it beyond its share. */
  boolean proven(List<ExampleChange> changes, List<Double> shares) {
    var live = live(changes);
    var passed = shares.stream().filter(each -> each <= share).count();
    return passed == 0
        || capital(live[0], live[1], live[2], MARGIN)
            >= Math.pow(CAPITAL, (double) passed / shares.size());
  }

  boolean over(Instant from, Duration time, Instant now) {
    return !now.isBefore(from.plus(time));
  }

  private static double capital(long ups, long downs, long levels, double shift) {
    double sum = 0;
    for (double stake : STAKES) {
      sum +=
          Math.pow(1 + stake * (shift + 1), ups)
              * Math.pow(1 + stake * (shift - 1), downs)
              * Math.pow(1 + stake * shift, levels);
    }
    return sum / STAKES.length;
  }
}
