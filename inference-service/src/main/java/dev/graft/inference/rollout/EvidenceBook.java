package dev.graft.inference.rollout;

import dev.graft.events.Times;
import dev.graft.inference.evidence.Pairs;
import dev.graft.inference.evidence.Sighting;
import dev.graft.inference.judge.Event;
import dev.graft.inference.judge.Guards;
import dev.graft.inference.judge.Trial;
import dev.graft.inference.v1.ImageSighting;
import dev.graft.inference.v1.TrialId;
import dev.graft.inference.v1.TrialTally;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.LogShadow;
import dev.graft.v1.Predicted;
import dev.graft.v1.VersionAnswer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of the trials of one partition's tasks: one entry per image, where answers meet
 * labels, and one tally per trial. What an image says is decided in {@link Sighting}.
 */
final class EvidenceBook {

  private static final String ERASED = "erased";

  private final KeyValueStore<String, TrialTally> tallies;
  private final KeyValueStore<String, ImageSighting> sightings;

  EvidenceBook(
      KeyValueStore<String, TrialTally> tallies, KeyValueStore<String, ImageSighting> sightings) {
    this.tallies = tallies;
    this.sightings = sightings;
  }

  /** Counts for this trial from now on; true if it is another than before. */
  boolean follow(String taskId, @Nullable Trial trial, long cut) {
    var tally = tallies.get(taskId);
    if (trial == null) {
      if (tally != null) {
        tallies.delete(taskId);
      }
      return tally != null;
    }
    if (tally != null && tally.getTrial().equals(Tallies.id(trial))) {
      return false;
    }
    tallies.put(taskId, Tallies.begun(trial, cut));
    return true;
  }

  /** All that is known of the task's trial. */
  Optional<Event> observed(String taskId) {
    return Optional.ofNullable(tallies.get(taskId)).map(Tallies::observed);
  }

  /** Takes in an answer; false if it is none of both versions on trial. */
  boolean answered(Predicted predicted, Slowness slowness) {
    var tally = tallies.get(predicted.getTaskId());
    if (tally == null) {
      return false;
    }
    var candidate = answer(predicted, tally.getTrial().getCandidate());
    var baseline = answer(predicted, tally.getTrial().getBaseline());
    var time = Times.instant(predicted.getTime());
    if (candidate.isEmpty() || baseline.isEmpty() || time.isBefore(Tallies.terms(tally).began())) {
      return false;
    }
    var guarded = guarded(tally, candidate.get(), baseline.get(), slowness);
    tallies.put(predicted.getTaskId(), guarded);
    if (!predicted.getImageId().isEmpty()
        && candidate.get().getFault().isEmpty()
        && baseline.get().getFault().isEmpty()) {
      var answers =
          new Sighting.Answers(
              time,
              predicted.getPredictionId(),
              candidate.get().getClassName(),
              baseline.get().getClassName());
      restate(
          predicted.getTaskId(),
          predicted.getImageId(),
          sighting -> sighting.answered(answers, Tallies.terms(guarded)));
    }
    return true;
  }

  private static Optional<VersionAnswer> answer(Predicted predicted, long version) {
    return predicted.getAnswersList().stream()
        .filter(answer -> answer.getVersion() == version)
        .findFirst();
  }

  private static TrialTally guarded(
      TrialTally tally, VersionAnswer candidate, VersionAnswer baseline, Slowness slowness) {
    var slow =
        slowness.slow(
            Policies.duration(candidate.getTook()), Policies.duration(baseline.getTook()));
    var guards = TrialStates.guards(tally.getGuards()).plus(of(candidate), of(baseline), slow);
    return tally.toBuilder().setGuards(TrialStates.guards(guards)).build();
  }

  private static Guards.Answer of(VersionAnswer answer) {
    var top = 0f;
    for (var at = 0; at < answer.getProbabilitiesCount(); at++) {
      top = Math.max(top, answer.getProbabilities(at));
    }
    return new Guards.Answer(answer.getClassName(), top, !answer.getFault().isEmpty());
  }

  /** Takes in a label, a correction, a retraction or an erasure; false if it changes no count. */
  boolean changed(ExampleChange change, Instant now) {
    var task = change.getTaskId();
    var image = change.getImageId();
    var time = SightingStates.labelled(change);
    return switch (change.getChangeCase()) {
      case ADDED ->
          (known(task, image) || Keeping.matters(time, trial(task), now))
              && restate(
                  task,
                  image,
                  sighting ->
                      sighting.labelled(
                          change.getSequence(), time, change.getAdded().getClassName()));
      case REPLACED ->
          known(task, image)
              && restate(
                  task,
                  image,
                  sighting -> sighting.relabelled(change.getReplaced().getClassName()));
      case REMOVED ->
          change.getRemoved().getWhy().equals(ERASED)
              ? restate(task, image, sighting -> Sighting.NOTHING)
              : restate(task, image, Sighting::withdrawn);
      case CHANGE_NOT_SET -> false;
    };
  }

  private boolean known(String taskId, String imageId) {
    return sightings.get(key(taskId, imageId)) != null;
  }

  private @Nullable TrialId trial(String taskId) {
    var tally = tallies.get(taskId);
    return tally == null ? null : tally.getTrial();
  }

  /** One image says something else; true if that changes the counts. */
  private boolean restate(String taskId, String imageId, UnaryOperator<Sighting> change) {
    var key = key(taskId, imageId);
    var tally = tallies.get(taskId);
    var trial = tally == null ? null : tally.getTrial();
    var stored = sightings.get(key);
    var before = SightingStates.read(stored, trial);
    var after = change.apply(before);
    if (after.equals(Sighting.NOTHING)) {
      sightings.delete(key);
    } else if (!after.equals(before)) {
      sightings.put(key, SightingStates.write(after, trial));
    }
    if (tally == null) {
      return false;
    }
    var was = before.pairs(Tallies.terms(tally));
    var is = after.pairs(Tallies.terms(tally));
    if (!was.equals(is)) {
      var pairs = TrialStates.pairs(tally.getPairs()).restated(was, is);
      tallies.put(taskId, tally.toBuilder().setPairs(TrialStates.counts(pairs)).build());
    }
    return !was.equals(is);
  }

  /** Takes in log shadow; false if it is of another trial. */
  boolean scored(LogShadow shadow, @Nullable Trial trial) {
    var tally = tallies.get(shadow.getTaskId());
    if (tally == null || trial == null || !Tallies.concerns(shadow, trial)) {
      return false;
    }
    var scored = tally.toBuilder().setLogShadow(shadow).build();
    var pairs = TrialStates.counts(recount(shadow.getTaskId(), scored));
    tallies.put(shadow.getTaskId(), scored.toBuilder().setPairs(pairs).build());
    return true;
  }

  /** Log shadow comes early in a trial, so there is little to count again. */
  private Pairs recount(String taskId, TrialTally tally) {
    var terms = Tallies.terms(tally);
    var pairs = Pairs.NONE;
    try (var all = sightings.range(key(taskId, ""), taskId + (char) ('/' + 1))) {
      while (all.hasNext()) {
        var sighting = SightingStates.read(all.next().value, tally.getTrial());
        pairs = pairs.plus(sighting.pairs(terms));
      }
    }
    return pairs;
  }

  private static String key(String taskId, String imageId) {
    return taskId + '/' + imageId;
  }
}
