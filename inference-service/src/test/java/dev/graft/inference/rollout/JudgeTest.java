package dev.graft.inference.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.v1.AbortCommand;
import dev.graft.v1.Command;
import dev.graft.v1.PromoteCommand;
import dev.graft.v1.RollBackCommand;
import dev.graft.v1.RolloutState.Phase;
import dev.graft.v1.TrainCommand;
import org.junit.jupiter.api.Test;

class JudgeTest {

  private final Situation task = new Situation();

  @Test
  void theFirstVersionServes() {
    task.published(1);
    assertServes(Phase.STABLE, 1);
    assertEquals("digest-1", task.state().getStableBundleDigest());
    assertEquals(1, task.state().getRevision());
  }

  @Test
  void aNewerVersionServesAtOnce() {
    task.published(1).published(2).published(3);
    assertServes(Phase.STABLE, 3);
    assertEquals("2,1", previous());
  }

  @Test
  void anAnnouncementThatComesTwiceChangesNothing() {
    var before = task.published(1).published(2).state();
    assertSame(before, task.published(2).state());
    assertSame(before, task.published(1).state());
  }

  @Test
  void aVersionThatArrivesLateIsKnownButDoesNotServe() {
    task.published(2).published(1);
    assertServes(Phase.STABLE, 2);
    assertServes(Phase.HELD, 1, task.rolledBack(1));
  }

  @Test
  void aVersionThatTheGateHoldsBackServesOnlyWhenPromoted() {
    task.published(1).heldBackByTheGate(2);
    assertServes(Phase.STABLE, 1);
    assertServes(Phase.STABLE, 2, task.promoted(2));
  }

  @Test
  void aRollBackHoldsOnTheVersionBefore() {
    assertServes(Phase.HELD, 2, task.published(1).published(2).published(3).rolledBack(0));
    assertEquals("", task.refusal());
    assertServes(Phase.HELD, 1, task.rolledBack(0));
  }

  @Test
  void aRollBackWithNothingBeforeIsRefusedWithWhy() {
    task.published(1).rolledBack(0);
    assertServes(Phase.STABLE, 1);
    assertEquals("no version was stable before version 1", task.refusal());
  }

  @Test
  void aRollBackToALaterVersionIsRefusedWithWhy() {
    task.published(1).published(2).rolledBack(1).rolledBack(2);
    assertServes(Phase.HELD, 1);
    assertEquals(
        "version 2 is not earlier than the stable version 1; promote it instead", task.refusal());
  }

  @Test
  void aRollBackToAnUnknownVersionIsRefusedWithWhy() {
    task.published(5).rolledBack(3);
    assertEquals("version 3 is not known, or no longer kept", task.refusal());
  }

  @Test
  void whatIsPublishedWhileHeldWaits() {
    task.published(1).published(2).rolledBack(0).published(3);
    assertServes(Phase.HELD, 1);
    assertEquals(3, task.state().getNewest().getVersion());
  }

  @Test
  void promotingWithoutAVersionServesTheNewestAndLetsReleasesThrough() {
    task.published(1).published(2).rolledBack(0).published(3).promoted(0);
    assertServes(Phase.STABLE, 3);
    assertServes(Phase.STABLE, 4, task.published(4));
  }

  @Test
  void promotingWhatNobodyPublishedIsRefusedWithWhy() {
    task.promoted(0);
    assertServes(Phase.EMPTY, 0);
    assertEquals("no version was published yet", task.refusal());
  }

  @Test
  void rollingBackAfterPromotingAnOldVersionGoesToWhatWasStableBefore() {
    task.published(1).published(2).published(3).promoted(1).published(4).rolledBack(0);
    assertServes(Phase.HELD, 1);
  }

  @Test
  void aPauseHoldsWhatServes() {
    assertServes(Phase.HELD, 1, task.published(1).paused().published(2));
  }

  @Test
  void aResumedTaskServesWhatWaited() {
    assertServes(Phase.STABLE, 2, task.published(1).paused().published(2).resumed());
    task.resumed();
    assertEquals("the task is not held", task.refusal());
  }

  @Test
  void aPromotionPassesOverWhatWaited() {
    task.published(1).published(2).paused().published(3).promoted(1);
    assertServes(Phase.STABLE, 1);
    assertServes(Phase.STABLE, 4, task.published(4));
  }

  @Test
  void thereIsNothingToAbortWhenEveryVersionServesAtOnce() {
    task.published(1).published(2);
    task.commanded(Command.newBuilder().setAbort(AbortCommand.getDefaultInstance()));
    assertServes(Phase.STABLE, 2);
    assertEquals("no candidate is on trial; to go back, roll back", task.refusal());
  }

  @Test
  void aCommandThatExpectedAnotherPhaseIsRefusedWithWhy() {
    task.published(1).paused();
    task.commanded(
        Command.newBuilder()
            .setExpectedPhase(Phase.STABLE)
            .setPromote(PromoteCommand.getDefaultInstance()));
    assertEquals("the command expected the phase STABLE, but it is HELD", task.refusal());
  }

  @Test
  void aCommandThatExpectedAnotherStableVersionIsRefusedWithWhy() {
    task.published(1).published(2);
    task.commanded(
        Command.newBuilder()
            .setExpectedStable(1)
            .setRollBack(RollBackCommand.getDefaultInstance()));
    assertServes(Phase.STABLE, 2);
    assertEquals(
        "the command expected version 1 to be stable, but it is version 2", task.refusal());
    assertTrue(task.state().getWhy().startsWith("refused a command"), task.state().getWhy());
  }

  @Test
  void aCommandIsCarriedOutOnce() {
    var command =
        Command.newBuilder()
            .setCommandId("x")
            .setRollBack(RollBackCommand.getDefaultInstance())
            .build();
    var once = task.published(1).published(2).published(3).on(command).state();
    assertSame(once, task.on(command).state());
  }

  @Test
  void aCommandToTrainIsNotForTheJudge() {
    var before = task.published(1).state();
    assertSame(
        before,
        task.commanded(Command.newBuilder().setTrain(TrainCommand.getDefaultInstance())).state());
  }

  @Test
  void aRefusedStableVersionGivesWayToTheNewestGoodOne() {
    task.published(1).published(2).published(3).refused(2).refused(3);
    assertServes(Phase.STABLE, 1);
    assertTrue(
        task.state().getWhy().contains("replica r1 refused version 3: flipped byte"),
        task.state().getWhy());
    assertServes(Phase.STABLE, 4, task.published(4));
  }

  @Test
  void aRefusedOnlyVersionLeavesTheTaskEmpty() {
    assertServes(Phase.EMPTY, 0, task.published(1).refused(1));
    assertServes(Phase.STABLE, 2, task.published(2));
  }

  @Test
  void aRefusedVersionIsNeverMadeStableAgain() {
    task.published(1).published(2).refused(2).promoted(2);
    assertServes(Phase.STABLE, 1);
    assertEquals("version 2 was refused by a replica: it fails its checks", task.refusal());
  }

  @Test
  void aVersionRefusedBeforeItWasHeardOfDoesNotServe() {
    assertServes(Phase.STABLE, 1, task.published(1).refused(2).published(2));
  }

  @Test
  void aRefusalThatRepeatsChangesNothing() {
    var before = task.published(1).published(2).refused(2).state();
    assertSame(before, task.refused(2).state());
  }

  @Test
  void aRefusalOfAnotherBundleUnderTheSameNumberIsNotMeant() {
    assertServes(Phase.STABLE, 2, task.published(1).published(2).refused(2, "another"));
  }

  @Test
  void aCollectedVersionCannotBeRolledBackTo() {
    task.published(1).published(2).published(3).withdrawn(2).rolledBack(0);
    assertServes(Phase.HELD, 1);
    task.promoted(2);
    assertEquals("version 2 is not known, or no longer kept", task.refusal());
  }

  @Test
  void whatServesIsNotForgottenWhenCollected() {
    var before = task.published(1).state();
    assertSame(before, task.withdrawn(1).state());
  }

  @Test
  void remembersTwentyOfEverything() {
    for (var version = 1; version <= 60; version++) {
      task.published(version);
      task.commanded(
          Command.newBuilder().setPromote(PromoteCommand.newBuilder().setVersion(version)));
    }
    assertEquals(20, task.state().getPreviousCount());
    assertEquals(20, task.state().getPublishedCount());
    assertEquals(20, task.state().getOutcomesCount());
  }

  private String previous() {
    return String.join(
        ",", task.state().getPreviousList().stream().map(ref -> "" + ref.getVersion()).toList());
  }

  private void assertServes(Phase phase, long version) {
    assertEquals(
        phase + " " + version, task.state().getPhase() + " " + task.state().getStableVersion());
  }

  private void assertServes(Phase phase, long version, Situation after) {
    assertSame(task, after);
    assertServes(phase, version);
  }
}
