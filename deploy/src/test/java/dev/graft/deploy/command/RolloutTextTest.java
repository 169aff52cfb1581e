package dev.graft.deploy.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.Timestamps;
import dev.graft.v1.DatasetManifest;
import dev.graft.v1.GetRolloutResponse;
import dev.graft.v1.HistoryEntry;
import dev.graft.v1.HistoryResponse;
import dev.graft.v1.PairCounts;
import dev.graft.v1.RefusedVersion;
import dev.graft.v1.ReplicaState;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutState.Phase;
import dev.graft.v1.RolloutTrial;
import dev.graft.v1.TrialGuards;
import dev.graft.v1.TrialStanding;
import dev.graft.v1.VersionRef;
import dev.graft.v1.WatchRolloutsResponse;
import java.text.ParseException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RolloutTextTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final RolloutState CANARY =
      RolloutState.newBuilder()
          .setTaskId("pets")
          .setPhase(Phase.CANARY)
          .setStableVersion(7)
          .setStableBundleDigest("1a2b3c4d5e6f7a8b9c")
          .setCandidateVersion(8)
          .setCandidateBundleDigest("9f8e7d6c5b4a3f2e1d")
          .setCandidateShare(0.1)
          .setSince(at("2026-01-31T08:40:30.5Z"))
          .setRevision(41)
          .setWhy("version 8 serves 10 % now: no evidence yet: 61 better, 43 worse, 896 same")
          .setBy("the judge")
          .addWaiting(VersionRef.newBuilder().setVersion(9))
          .addRefusedVersions(5)
          .setTrial(
              RolloutTrial.newBuilder()
                  .setCandidate(VersionRef.newBuilder().setVersion(8))
                  .setBaseline(VersionRef.newBuilder().setVersion(7))
                  .setStage(RolloutTrial.Stage.CANARY_STAGE)
                  .setShare(0.1)
                  .setSince(at("2026-01-31T08:40:30.5Z"))
                  .setLogShadowDone(true)
                  .setValidated(pairs(4, 6, 110))
                  .setLive(pairs(61, 43, 896))
                  .setGuards(
                      TrialGuards.newBuilder()
                          .setRequests(1204)
                          .setSlow(3)
                          .setConfidence(1000)
                          .setOtherConfidence(1012.04)))
          .build();
  private static final TrialStanding STANDING =
      TrialStanding.newBuilder()
          .setFinding("no evidence yet: 65 better, 49 worse, 1006 same, effect 0.014")
          .setAgainst(0.1234)
          .setAgainstNeeded(20)
          .setInFavour(5.06)
          .setNextStepNeeded(7.368)
          .setPromotionNeeded(20)
          .setLabelsToNextStep(240)
          .setGuards("its mix of classes differs by 0.310")
          .build();

  @Test
  void showsATrialWithAllThatDecidesIt() {
    var replica =
        ReplicaState.newBuilder()
            .setReplicaId("r1")
            .setServingVersion(7)
            .addResidentVersions(7)
            .addResidentVersions(8)
            .addRefused(RefusedVersion.newBuilder().setVersion(5).setWhy("a file is damaged"));
    var rollout =
        GetRolloutResponse.newBuilder()
            .setState(CANARY)
            .setStanding(STANDING)
            .setReplica(replica)
            .build();
    assertEquals(
        """
        task pets: canary, version 7 serves, and version 8 10 % of the requests
          since       2026-01-31T08:40:30Z (3h 19m), revision 41
          stable      version 7, bundle 1a2b3c4d5e6f
          candidate   version 8, bundle 9f8e7d6c5b4a
          beside      version 7; since 2026-01-31T08:40:30Z
          labelled    61 better, 43 worse, 896 same: effect +1.8 points
          validation  4 better, 6 worse, 110 same: effect -1.7 points, which counts against it only
          finding     no evidence yet: 65 better, 49 worse, 1006 same, effect 0.014
          worse       evidence 0.1 of 20.0 that roll it back
          next step   evidence 5.1 of 7.4 that it is not worse by more than the margin; about 240 more labels as those so far
          promotion   evidence 5.1 of 20.0 that it is not worse by more than the margin; not reached with labels as so far
          guards      1204 requests to both: failed alone on 0, slow on 3, mean confidence -0.010
          alarm       its mix of classes differs by 0.310
          waiting     version 9
          unfit       version 5
          why         version 8 serves 10 % now: no evidence yet: 61 better, 43 worse, 896 same
          by          the judge
          replica     r1 serves version 7, holds [7, 8]
          refused     version 5: a file is damaged\
        """,
        RolloutText.of(rollout, NOW));
  }

  @Test
  void showsWhatIsWatchedAfterAPromotion() {
    var state =
        CANARY.toBuilder()
            .setPhase(Phase.STABLE)
            .setStableVersion(8)
            .clearCandidateVersion()
            .clearCandidateShare()
            .clearWaiting()
            .clearRefusedVersions()
            .setWhy("promoted version 8");
    state.getTrialBuilder().setStage(RolloutTrial.Stage.WATCH_STAGE).clearValidated().clearGuards();
    var news =
        WatchRolloutsResponse.newBuilder()
            .setState(state)
            .setStanding(STANDING.toBuilder().setAgainst(12345).clearGuards())
            .build();
    assertEquals(
        """
        task pets: stable, version 8 serves
          since       2026-01-31T08:40:30Z (3h 19m), revision 41
          stable      version 8, bundle 1a2b3c4d5e6f
          watched     beside version 7
          labelled    61 better, 43 worse, 896 same: effect +1.8 points
          finding     no evidence yet: 65 better, 49 worse, 1006 same, effect 0.014
          worse       evidence over 1000 of 20.0 that roll it back
          why         promoted version 8
          by          the judge\
        """,
        RolloutText.of(news, NOW));
  }

  @Test
  void saysWhenLogShadowWasSetAside() {
    var forced = CANARY.toBuilder();
    forced.getTrialBuilder().setForced(true).clearValidated();
    var said = RolloutText.of(WatchRolloutsResponse.newBuilder().setState(forced).build(), NOW);
    assertTrue(
        said.contains("\n  log shadow  set aside by whoever put it into canary\n"), () -> said);
  }

  @Test
  void showsATaskThatHasNothingYet() {
    var nothing = RolloutState.newBuilder().setTaskId("pets").setPhase(Phase.EMPTY);
    assertEquals(
        "task pets: empty, no version serves",
        RolloutText.of(GetRolloutResponse.newBuilder().setState(nothing).build(), NOW));
  }

  @Test
  void saysOfACandidateInShadowThatItServesNobody() {
    var shadow = CANARY.toBuilder().setPhase(Phase.SHADOW).clearCandidateShare().build();
    assertEquals("version 7 serves, and version 8 is scored beside it", RolloutText.serves(shadow));
    var small = CANARY.toBuilder().setCandidateShare(0.0001).build();
    assertEquals(
        "version 7 serves, and version 8 0.01 % of the requests", RolloutText.serves(small));
  }

  @Test
  void tellsTheHistoryWithWhatWasTrainedOn() {
    var stable =
        RolloutState.newBuilder()
            .setTaskId("pets")
            .setPhase(Phase.ROLLED_BACK)
            .setStableVersion(7)
            .setRevision(42)
            .setSince(at("2026-01-31T11:00:00Z"))
            .setWhy("version 8 was rolled back to version 7: worse")
            .setBy("the judge");
    var dataset = DatasetManifest.newBuilder().setSequence(812).setDigest("00112233445566778899");
    var later = DatasetManifest.newBuilder().setSequence(1301).setDigest("ffeeddccbbaa99887766");
    var history =
        HistoryResponse.newBuilder()
            .addEntries(HistoryEntry.newBuilder().setState(stable).setStableDataset(dataset))
            .addEntries(
                HistoryEntry.newBuilder()
                    .setState(CANARY)
                    .setStableDataset(dataset)
                    .setCandidateDataset(later))
            .build();
    assertEquals(
        """
        42     2026-01-31T11:00:00Z  rolled back, version 7 serves
               by the judge: version 8 was rolled back to version 7: worse
               version 7 was trained on changes 1 to 812 of graft.examples, digest 001122334455
        41     2026-01-31T08:40:30Z  canary, version 7 serves, and version 8 10 % of the requests
               by the judge: version 8 serves 10 % now: no evidence yet: 61 better, 43 worse, 896 same
               version 8 beside version 7: 61 better, 43 worse, 896 same: effect +1.8 points
               version 7 was trained on changes 1 to 812 of graft.examples, digest 001122334455
               version 8 was trained on changes 1 to 1301 of graft.examples, digest ffeeddccbbaa\
        """,
        HistoryText.of(history));
    assertEquals(
        "Nothing: the task served no version then.",
        HistoryText.of(HistoryResponse.getDefaultInstance()));
  }

  private static PairCounts pairs(long better, long worse, long same) {
    return PairCounts.newBuilder().setBetter(better).setWorse(worse).setSame(same).build();
  }

  static com.google.protobuf.Timestamp at(String time) {
    try {
      return Timestamps.parse(time);
    } catch (ParseException e) {
      throw new IllegalArgumentException(time, e);
    }
  }
}
