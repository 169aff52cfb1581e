package dev.graft.inference.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.Durations;
import dev.graft.v1.PairCounts;
import dev.graft.v1.RolloutPlan;
import dev.graft.v1.RolloutPolicy;
import dev.graft.v1.RolloutPolicy.Mode;
import dev.graft.v1.RolloutState.Phase;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From predictions and labels on Kafka to what the judge says. */
class EvidenceTopologyTest {

  private static final Duration A_LOOK = JudgeProcessor.OFTEN;

  @TempDir Path stateDir;
  private JudgeRig rig;

  @BeforeEach
  void open() {
    rig = new JudgeRig(stateDir);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void answersOfBothVersionsMeetTheirLabels() {
    onTrial().answered("a", "dog", "cat").answered("b", "cat", "dog").answered("c", "cat", "cat");
    rig.labelled("a", "cat").labelled("b", "cat").labelled("c", "dog").after(A_LOOK);
    assertEquals("1 1 1", rig.live());
    assertEquals(3, rig.state().getTrial().getGuards().getRequests());
    assertEquals(2.25, rig.state().getTrial().getGuards().getConfidence());
  }

  @Test
  void whatThePredictionsSayOfOtherVersionsDoesNotCount() {
    onTrial().answered("a", JudgeRig.answer(1, "dog"), JudgeRig.answer(3, "cat"));
    rig.answered("b", JudgeRig.answer(1, "dog")).labelled("a", "cat").labelled("b", "cat");
    rig.after(Duration.ofHours(2));
    assertEquals("0 0 0", rig.live());
  }

  @Test
  void imagesOfADatasetAndImagesThatWereLabelledBeforeDoNotCount() {
    rig.released(1).labelled("learned", "cat").released(2).scored();
    rig.labelled("before", "cat");
    rig.answered("learned", "dog", "cat").answered("before", "dog", "cat");
    rig.answered("a", "dog", "cat").corrected("learned", "cat").corrected("before", "cat");
    rig.labelled("a", "cat").after(A_LOOK);
    assertEquals("1 0 0", rig.live());
  }

  @Test
  void aLabelThatTheTrainerHeardOfLateCountsByWhenItWasGiven() {
    onTrial().answered("a", "dog", "cat").answered("b", "dog", "cat").answered("c", "dog", "cat");
    rig.labelled("a", "cat", Duration.ofSeconds(1)).labelled("b", "cat", Duration.ofMinutes(1));
    rig.labelled("c", "cat", Duration.ofMinutes(-1)).after(A_LOOK);
    assertEquals("2 0 0", rig.live());
    rig.removed("b", "retracted").labelled("b", "cat", Duration.ZERO);
    rig.after(Duration.ofMinutes(1)).after(A_LOOK);
    assertEquals("2 0 0", rig.live());
  }

  @Test
  void correctionsRetractionsAndErasuresRestateTheEvidence() {
    onTrial().answered("a", "dog", "cat").answered("b", "dog", "cat").answered("c", "dog", "cat");
    rig.labelled("a", "cat").labelled("b", "cat").labelled("c", "cat").after(A_LOOK);
    assertEquals("3 0 0", rig.live());
    rig.corrected("a", "dog").removed("b", "retracted").removed("c", "erased");
    rig.after(Duration.ofMinutes(1)).after(A_LOOK);
    assertEquals("0 1 0", rig.live());
    rig.labelled("b", "bird").after(Duration.ofMinutes(1)).after(A_LOOK);
    assertEquals("0 1 1", rig.live());
  }

  @Test
  void aCandidateWaitsForLogShadowAndItsPairsAreNotCountedTwice() {
    rig.released(1).released(2).answered("a", "dog", "cat").labelled("a", "cat");
    rig.after(Duration.ofMinutes(5));
    assertEquals("SHADOW 1 candidate 2 at 0.0", rig.line());
    rig.scored(PairCounts.newBuilder().setSame(40), PairCounts.newBuilder().setBetter(1));
    assertEquals("CANARY 1 candidate 2 at 0.01", rig.line());
    assertEquals("1 0 0", rig.live());
    assertEquals(40, rig.state().getTrial().getValidated().getSame());
    rig.answered("b", "dog", "cat").labelled("b", "cat").after(A_LOOK);
    assertEquals("2 0 0", rig.live());
  }

  @Test
  void aCandidateThatNobodyScoresGoesOnAfterAWhileAndSaysSo() {
    rig.released(1).released(2).after(Duration.ofMinutes(10)).after(JudgeProcessor.RARELY);
    assertEquals("CANARY 1 candidate 2 at 0.01", rig.line());
    assertTrue(rig.state().getWhy().contains("not scored on stored images"), rig.state()::getWhy);
  }

  @Test
  void aCandidateWithoutStoredImagesGoesOnAndSaysSo() {
    rig.released(1).released(2).scored();
    assertEquals("CANARY 1 candidate 2 at 0.01", rig.line());
    assertTrue(
        rig.state().getWhy().contains("no stored image to score it on"), rig.state()::getWhy);
    rig.answered("a", "cat", "cat").labelled("a", "cat").after(Duration.ofMinutes(10));
    assertTrue(rig.state().getWhy().contains("1 same"), rig.state()::getWhy);
    assertFalse(rig.state().getWhy().contains("stored image"), rig.state()::getWhy);
  }

  @Test
  void aBadCandidateIsCaughtInLogShadowAndServesNobody() {
    rig.released(1).released(2);
    rig.scored(
        PairCounts.newBuilder().setWorse(60).setBetter(5).setSame(100), PairCounts.newBuilder());
    assertEquals("ROLLED_BACK 1", rig.line());
    assertTrue(rig.told().stream().noneMatch(state -> state.getPhase() == Phase.CANARY));
  }

  @Test
  void whoIsPutIntoCanaryIsJudgedByLabelsAndByNothingThatWasStored() {
    rig.released(1).released(2);
    var bad = PairCounts.newBuilder().setWorse(60).setBetter(5).setSame(100);
    rig.scored(bad, PairCounts.newBuilder()).answered("a", "cat", "dog");
    assertEquals("ROLLED_BACK 1", rig.line());
    rig.tryOut(2).scored(bad, PairCounts.newBuilder()); // once more, and too late
    rig.labelled("a", "cat").after(Duration.ofDays(1));
    assertEquals("CANARY 1 candidate 2 at 0.01", rig.line());
    assertTrue(rig.state().getTrial().getForced() && rig.state().getTrial().getLogShadowDone());
    assertEquals("0 0 0", rig.live());
    for (var number = 0; number < 40; number++) {
      rig.answered("image-" + number, "cat", "dog").labelled("image-" + number, "cat");
    }
    assertEquals("ROLLED_BACK 1", rig.after(A_LOOK).line());
    assertTrue(rig.told().stream().allMatch(state -> state.getCandidateShare() <= 0.01));
  }

  @Test
  void aBadCandidateIsRolledBackByTheLabels() {
    onTrial();
    for (var number = 0; number < 40; number++) {
      rig.answered("image-" + number, "cat", "dog").labelled("image-" + number, "cat");
    }
    rig.after(A_LOOK);
    assertEquals("ROLLED_BACK 1", rig.line());
    assertTrue(rig.told().stream().allMatch(state -> state.getCandidateShare() <= 0.01));
  }

  @Test
  void aGoodCandidateClimbsWithTheSoaksAndIsWatchedAndConfirmed() {
    onTrial();
    for (var number = 0; number < 60; number++) {
      rig.answered("image-" + number, "dog", "cat").labelled("image-" + number, "cat");
    }
    assertEquals("CANARY 1 candidate 2 at 0.01", rig.line());
    assertEquals("CANARY 1 candidate 2 at 0.1", rig.after(Duration.ofMinutes(10)).line());
    assertEquals("CANARY 1 candidate 2 at 0.5", rig.after(Duration.ofMinutes(10)).line());
    assertEquals("STABLE 2", rig.after(Duration.ofMinutes(10)).line());
    assertTrue(rig.state().hasTrial());
    assertEquals("STABLE 2", rig.after(Duration.ofDays(7)).line());
    assertEquals(false, rig.state().hasTrial());
  }

  @Test
  void lateLabelsSendAPromotedCandidateBack() {
    rig.policy(RolloutPolicy.newBuilder().setMode(Mode.DIRECT)).released(1).released(2);
    for (var number = 0; number < 40; number++) {
      rig.answered("image-" + number, "cat", "dog");
    }
    assertEquals("STABLE 2", rig.after(Duration.ofDays(3)).line());
    for (var number = 0; number < 40; number++) {
      rig.labelled("image-" + number, "cat");
    }
    assertEquals("ROLLED_BACK 1", rig.after(A_LOOK).line());
  }

  @Test
  void aCandidateThatFailsAloneIsTakenBackWithoutLabels() {
    onTrial();
    for (var number = 0; number < 20; number++) {
      rig.answered("", JudgeRig.answer(1, "cat"), JudgeRig.answer(2, "").setFault("broke"));
    }
    assertEquals("ROLLED_BACK 1", rig.after(A_LOOK).line());
    assertTrue(rig.state().getWhy().contains("it alone failed"), rig.state()::getWhy);
  }

  @Test
  void aSlowCandidateIsTakenBackWithoutLabels() {
    onTrial();
    for (var number = 0; number < 60; number++) {
      rig.answered(
          "image-" + number,
          JudgeRig.answer(1, "cat").setTook(Durations.fromMillis(20)),
          JudgeRig.answer(2, "cat").setTook(Durations.fromMillis(90)));
    }
    assertEquals("ROLLED_BACK 1", rig.after(A_LOOK).line());
    assertTrue(rig.state().getWhy().contains("it was too slow"), rig.state()::getWhy);
  }

  @Test
  void eachTaskIsJudgedByItsOwnPolicyAndAChangedOneCountsFromThenOn() {
    rig.policy(change(RolloutPlan.newBuilder().setMode(Mode.DIRECT))).released(1).released(2);
    assertEquals("STABLE 2", rig.line());
    rig.policy(change(RolloutPlan.newBuilder().addShares(0.25)).setLogShadowWait(Durations.ZERO));
    assertEquals("CANARY 2 candidate 3 at 0.25", rig.released(3).line());
    rig.policy(change(RolloutPlan.newBuilder().setMode(Mode.SHADOW))).released(4);
    assertEquals("SHADOW 2 candidate 4 at 0.0", rig.line());
    rig.policy(change(RolloutPlan.newBuilder().setMode(Mode.DIRECT)));
    assertEquals("STABLE 4", rig.line());
  }

  @Test
  void aShorterSoakCountsForATrialThatRuns() {
    onTrial();
    for (var number = 0; number < 60; number++) {
      rig.answered("image-" + number, "dog", "cat").labelled("image-" + number, "cat");
    }
    assertEquals("CANARY 1 candidate 2 at 0.01", rig.line());
    rig.policy(change(RolloutPlan.newBuilder().setSoak(Durations.ZERO)));
    assertEquals("STABLE 2", rig.line());
  }

  @Test
  void aDeletedTaskEndsItsTrial() {
    assertEquals("STABLE 1", onTrial().deleted().line());
    assertEquals("the task was deleted", rig.state().getWhy());
    assertEquals("STABLE 1", rig.released(3).line());
  }

  @Test
  void aBusyTaskDoesNotFloodTheRollouts() {
    onTrial();
    var before = rig.told().size();
    for (var number = 0; number < 1000; number++) {
      rig.answered("image-" + number, "cat", "cat");
    }
    rig.after(A_LOOK);
    var states = rig.told().size() - before;
    assertTrue(states > 3 && states < 20, "1000 answers made " + states + " states");
    assertTrue(rig.state().getTrial().getGuards().getRequests() >= 500);
  }

  /** Version 2 serves 1 %. */
  private JudgeRig onTrial() {
    rig.released(1).released(2).scored();
    assertEquals("CANARY 1 candidate 2 at 0.01", rig.line());
    return rig;
  }

  private static RolloutPolicy.Builder change(RolloutPlan.Builder plan) {
    return RolloutPolicy.newBuilder().setChange(plan);
  }
}
