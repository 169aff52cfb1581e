package dev.graft.deploy.command;

import dev.graft.v1.GetRolloutResponse;
import dev.graft.v1.ReplicaState;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutTrial;
import dev.graft.v1.TrialGuards;
import dev.graft.v1.TrialStanding;
import dev.graft.v1.VersionRef;
import dev.graft.v1.WatchRolloutsResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** A rollout as lines for people. */
final class RolloutText {
  private final StringJoiner text = new StringJoiner("\n");

  private RolloutText() {}

  static String of(GetRolloutResponse rollout, Instant now) {
    var text = new RolloutText();
    text.state(rollout.getState(), rollout.getStanding(), now);
    text.replica(rollout.getReplica());
    return text.text.toString();
  }

  static String of(WatchRolloutsResponse rollout, Instant now) {
    var text = new RolloutText();
    text.state(rollout.getState(), rollout.getStanding(), now);
    return text.text.toString();
  }

  /** What answers requests, in few words. */
  static String serves(RolloutState state) {
    if (state.getStableVersion() == 0) {
      return "no version serves";
    }
    var stable = "version " + state.getStableVersion() + " serves";
    if (state.getCandidateVersion() == 0) {
      return stable;
    }
    return state.getCandidateShare() > 0
        ? stable
            + ", and version %d %s of the requests"
                .formatted(state.getCandidateVersion(), Wording.percent(state.getCandidateShare()))
        : stable + ", and version " + state.getCandidateVersion() + " is scored beside it";
  }

  private void state(RolloutState state, TrialStanding standing, Instant now) {
    text.add(
        "task %s: %s, %s"
            .formatted(state.getTaskId(), Wording.phase(state.getPhase()), serves(state)));
    if (state.getRevision() == 0) {
      return;
    }
    var since = Wording.time(state.getSince());
    line(
        "since",
        "%s (%s), revision %d"
            .formatted(since, Wording.period(Duration.between(since, now)), state.getRevision()));
    version("stable", state.getStableVersion(), state.getStableBundleDigest());
    if (state.hasTrial()) {
      trial(state, standing);
    }
    if (state.getWaitingCount() > 0) {
      line("waiting", versions(state.getWaitingList()));
    }
    if (state.getRefusedVersionsCount() > 0) {
      line(
          "unfit",
          state.getRefusedVersionsList().stream()
              .map(version -> "version " + version)
              .collect(Collectors.joining(", ")));
    }
    line("why", state.getWhy());
    line("by", state.getBy());
  }

  private void version(String what, long version, String digest) {
    if (version > 0) {
      line(what, "version %d, bundle %s".formatted(version, Wording.shortened(digest)));
    }
  }

  private void trial(RolloutState state, TrialStanding standing) {
    var trial = state.getTrial();
    if (state.getCandidateVersion() > 0) {
      version("candidate", state.getCandidateVersion(), state.getCandidateBundleDigest());
      line(
          "beside",
          "version %d; since %s"
              .formatted(trial.getBaseline().getVersion(), Wording.time(trial.getSince())));
    } else {
      line("watched", "beside version %d".formatted(trial.getBaseline().getVersion()));
    }
    evidence(trial, standing);
    guards(trial.getGuards(), standing);
  }

  private void evidence(RolloutTrial trial, TrialStanding standing) {
    if (trial.getForced()) {
      line("log shadow", "set aside by whoever put it into canary");
    } else if (trial.getStage() == RolloutTrial.Stage.SHADOW_STAGE && !trial.getLogShadowDone()) {
      line("log shadow", "not done yet: it is scored on stored images before any exposure");
    }
    line("labelled", Wording.pairs(trial.getLive()));
    if (trial.hasValidated() && pairs(trial) > 0) {
      line("validation", Wording.pairs(trial.getValidated()) + ", which counts against it only");
    }
    line("finding", standing.getFinding());
    line(
        "worse",
        "evidence %s of %s that roll it back"
            .formatted(
                Wording.evidence(standing.getAgainst()),
                Wording.evidence(standing.getAgainstNeeded())));
    if (trial.getStage() != RolloutTrial.Stage.WATCH_STAGE) {
      progress("next step", standing, standing.getNextStepNeeded(), labelsToNextStep(standing));
      progress("promotion", standing, standing.getPromotionNeeded(), labelsToPromotion(standing));
    }
  }

  private static long pairs(RolloutTrial trial) {
    var validated = trial.getValidated();
    return validated.getBetter() + validated.getWorse() + validated.getSame();
  }

  private void progress(String what, TrialStanding standing, double needed, String labels) {
    line(
        what,
        "evidence %s of %s that it is not worse by more than the margin; %s"
            .formatted(Wording.evidence(standing.getInFavour()), Wording.evidence(needed), labels));
  }

  private static String labelsToNextStep(TrialStanding standing) {
    return standing.hasLabelsToNextStep()
        ? missing(standing.getLabelsToNextStep())
        : "not reached with labels as so far";
  }

  private static String labelsToPromotion(TrialStanding standing) {
    return standing.hasLabelsToPromotion()
        ? missing(standing.getLabelsToPromotion())
        : "not reached with labels as so far";
  }

  private static String missing(long labels) {
    return labels == 0 ? "enough" : "about %d more labels as those so far".formatted(labels);
  }

  private void guards(TrialGuards guards, TrialStanding standing) {
    if (guards.getRequests() > 0) {
      double difference =
          (guards.getConfidence() - guards.getOtherConfidence()) / guards.getRequests();
      line(
          "guards",
          "%d requests to both: failed alone on %d, slow on %d, mean confidence %s%s"
              .formatted(
                  guards.getRequests(),
                  guards.getFailedAlone(),
                  guards.getSlow(),
                  difference < 0 ? "" : "+",
                  Wording.decimal(difference, 3)));
    }
    if (!standing.getGuards().isEmpty()) {
      line("alarm", standing.getGuards());
    }
  }

  private void replica(ReplicaState replica) {
    if (replica.getReplicaId().isEmpty()) {
      return;
    }
    line(
        "replica",
        "%s serves version %d, holds %s"
            .formatted(
                replica.getReplicaId(),
                replica.getServingVersion(),
                replica.getResidentVersionsList()));
    replica
        .getRefusedList()
        .forEach(
            each -> line("refused", "version %d: %s".formatted(each.getVersion(), each.getWhy())));
  }

  private static String versions(List<VersionRef> versions) {
    return versions.stream()
        .map(each -> "version " + each.getVersion())
        .collect(Collectors.joining(", "));
  }

  private void line(String what, String said) {
    text.add("  %-11s %s".formatted(what, said));
  }
}
