package dev.graft.inference.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.inference.evidence.Pairs;
import dev.graft.inference.evidence.SequentialTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrialTest {

  private static final Duration NEVER = Duration.ofDays(365);

  private final Task task = task(Plan.CANARY, Policy.Overlap.LATEST);

  @Test
  void aNewHeadServesAtOnceAndIsWatched() {
    task.released(1).released(2);
    assertEquals("STABLE 2", task.line());
    assertTrue(task.rollout().trial().between(2, 1));
  }

  @Test
  void aWatchedHeadThatTurnsOutWorseIsTakenBack() {
    task.released(1).released(2).seen(Task.BAD);
    assertEquals("ROLLED_BACK 1", task.line());
    assertEquals(
        "version 2 was rolled back to version 1: worse: 10 better, 60 worse, 930 same, effect -0.05",
        task.rollout().told().why());
    assertEquals("STABLE 3", task.released(3).line());
  }

  @Test
  void headsThatFollowQuicklyAreComparedWithTheOneBeforeThemAll() {
    task.released(1).released(2).released(3).released(4);
    assertTrue(task.rollout().trial().between(4, 1));
    assertEquals("ROLLED_BACK 1", task.seen(Task.BAD).line());
  }

  @Test
  void afterTheWatchNothingIsOnTrial() {
    task.released(1).released(2).after(Duration.ofDays(8));
    assertEquals("STABLE 2", task.line());
    assertEquals(null, task.rollout().trial());
  }

  @Test
  void aNewTailStaysInShadowUntilLogShadowIsDone() {
    var patient = waitingForLogShadow(Duration.ofDays(2));
    patient.released(1).releasedTail(2).after(Duration.ofDays(1));
    assertEquals("SHADOW 1 candidate 2 at 0 %", patient.line());
    assertEquals("CANARY 1 candidate 2 at 1 %", patient.seen(Task.NOTHING_YET).line());
  }

  @Test
  void aCandidateThatNobodyScoresOnStoredImagesGoesOnWithoutAndSaysSo() {
    var hasty = waitingForLogShadow(Duration.ofMinutes(10));
    hasty.released(1).releasedTail(2);
    assertEquals("SHADOW 1 candidate 2 at 0 %", hasty.after(Duration.ofMinutes(9)).line());
    assertEquals("CANARY 1 candidate 2 at 1 %", hasty.after(Duration.ofMinutes(1)).line());
    assertEquals(
        "version 2 serves 1 % now: no evidence yet: no labelled pair;"
            + " not scored on stored images within PT10M",
        hasty.rollout().told().why());
  }

  @Test
  void lateLogShadowStillTakesACandidateBack() {
    var hasty = waitingForLogShadow(Duration.ZERO);
    hasty.released(1).releasedTail(2);
    assertEquals("CANARY 1 candidate 2 at 1 %", hasty.line());
    hasty.seen(new Evidence(true, new Pairs(10, 60, 200), Pairs.NONE, Guards.NONE));
    assertEquals("ROLLED_BACK 1", hasty.line());
  }

  @Test
  void moreOfTheSameEvidenceIsNotWorthAWord() {
    task.released(1).released(2).seen(pairs(5, 5, 990));
    var told = task.rollout();
    assertSame(told, now(told, pairs(5, 5, 991)));
    assertSame(told, now(told, asked(0)));
    assertEquals(told.told().revision() + 1, now(told, pairs(5, 5, 1090)).told().revision());
    assertEquals(told.told().revision() + 1, now(told, pairs(5, 15, 980)).told().revision());
    assertEquals(told.told().revision() + 1, now(told, asked(1)).told().revision());
  }

  /** The same labels, and some requests without. */
  private static Evidence asked(long requests) {
    return new Evidence(
        true,
        Pairs.NONE,
        new Pairs(5, 5, 990),
        new Guards(requests, 0, 0, 0, 0, Map.of(), Map.of()));
  }

  private static Rollout now(Rollout rollout, Evidence evidence) {
    return Judge.next(
        rollout, new Event.Observed(2, 1, evidence), Policy.DEFAULT, rollout.told().since());
  }

  @Test
  void whatHasChangedForAWhileIsTold() {
    task.released(1).released(2).seen(pairs(5, 5, 990));
    var revision = task.rollout().told().revision();
    task.seen(pairs(5, 5, 991)); // an hour later
    assertEquals(revision + 1, task.rollout().told().revision());
  }

  @Test
  void aDeletedTaskHasNoTrialAndNobodyWaits() {
    task.released(1).releasedTail(2).seen(Task.NOTHING_YET);
    task.on(new Event.Deleted());
    assertEquals("STABLE 1", task.line());
    assertEquals("the task was deleted", task.rollout().told().why());
    var queue = task(Plan.CANARY, Policy.Overlap.QUEUE);
    queue.released(1).releasedTail(2).releasedTail(3).on(new Event.Deleted());
    assertEquals(List.of(), queue.rollout().waiting());
    assertSame(queue.rollout(), queue.on(new Event.Deleted()).rollout());
  }

  @Test
  void aBadTailIsCaughtInLogShadowAndServesNobody() {
    task.released(1).releasedTail(2);
    task.seen(new Evidence(true, new Pairs(10, 60, 200), Pairs.NONE, Guards.NONE));
    assertEquals("ROLLED_BACK 1", task.line());
    assertTrue(task.history().stream().allMatch(each -> each.phase() != Rollout.Phase.CANARY));
  }

  @Test
  void withoutLabelsACandidateStaysAtTheFirstShareAndSaysSo() {
    task.released(1).releasedTail(2).seen(Task.NOTHING_YET).after(Duration.ofDays(100));
    assertEquals("CANARY 1 candidate 2 at 1 %", task.line());
    assertTrue(task.rollout().told().why().contains("no evidence yet: no labelled pair"));
  }

  @Test
  void theShareGrowsWithTheEvidence() {
    task.released(1).releasedTail(2).seen(Task.NOTHING_YET);
    assertEquals("CANARY 1 candidate 2 at 10 %", task.seen(same(125)).line());
    assertEquals("CANARY 1 candidate 2 at 10 %", task.after(Duration.ofDays(1)).line());
    assertEquals("CANARY 1 candidate 2 at 50 %", task.seen(same(210)).line());
    assertEquals("STABLE 2", task.seen(same(400)).line());
  }

  @Test
  void aCertainCandidateStillSoaksOnEachShare() {
    task.released(1).releasedTail(2).seen(Task.GOOD);
    assertEquals("CANARY 1 candidate 2 at 1 %", task.line());
    assertEquals("CANARY 1 candidate 2 at 10 %", task.after(Duration.ofMinutes(10)).line());
    assertEquals("CANARY 1 candidate 2 at 10 %", task.after(Duration.ofMinutes(9)).line());
    assertEquals("CANARY 1 candidate 2 at 50 %", task.after(Duration.ofMinutes(1)).line());
    assertEquals("STABLE 2", task.after(Duration.ofMinutes(10)).line());
  }

  @Test
  void lateLabelsSendAPromotedCandidateBack() {
    task.released(1).releasedTail(2).seen(Task.GOOD).after(Duration.ofMinutes(10));
    task.after(Duration.ofMinutes(10)).after(Duration.ofMinutes(10));
    assertEquals("STABLE 2", task.line());
    assertEquals("ROLLED_BACK 1", task.seen(Task.BAD).line());
  }

  @Test
  void aBadCandidateDoesNotSitOutItsSoak() {
    task.released(1).releasedTail(2).seen(Task.NOTHING_YET).seen(Task.BAD);
    assertEquals("ROLLED_BACK 1", task.line());
  }

  @Test
  void evidenceOfAnotherTrialIsIgnored() {
    var before = task.released(1).releasedTail(2).seen(Task.NOTHING_YET).rollout();
    assertSame(before, task.on(new Event.Observed(2, 7, Task.BAD)).rollout());
  }

  @Test
  void aCandidateThatFailsAloneIsTakenBackWithoutLabels() {
    task.released(1)
        .releasedTail(2)
        .seen(guarded(new Guards(1000, 20, 0, 0, 0, Map.of(), Map.of())));
    assertEquals("ROLLED_BACK 1", task.line());
    assertTrue(task.rollout().told().why().contains("it alone failed on 20 of 1000 requests"));
  }

  @Test
  void aSlowCandidateIsTakenBackWithoutLabels() {
    task.released(1)
        .releasedTail(2)
        .seen(guarded(new Guards(300, 0, 90, 0, 0, Map.of(), Map.of())));
    assertTrue(task.rollout().told().why().contains("it was too slow on 90 of 300 requests"));
  }

  @Test
  void aShiftOfConfidenceOrClassesStopsTheWideningUntilAPersonLooks() {
    var cats = Map.of("cat", 900L, "dog", 100L);
    var even = Map.of("cat", 500L, "dog", 500L);
    var shifted = new Guards(1000, 0, 0, 900, 890, cats, even);
    task.released(1).releasedTail(2);
    task.seen(new Evidence(true, Pairs.NONE, Task.GOOD.live(), shifted)).after(Duration.ofDays(1));
    assertEquals("SHADOW 1 candidate 2 at 0 %", task.line());
    assertTrue(task.rollout().told().why().contains("its mix of classes differs by 0.400"));
    assertEquals("STABLE 2", task.told(new Command.Promote(0)).line());
  }

  @Test
  void inShadowModeACandidateServesNobodyBeforeItIsStable() {
    var shadow = task(new Plan(Plan.Mode.SHADOW, List.of(), Duration.ZERO), Policy.Overlap.LATEST);
    shadow.released(1).releasedTail(2).seen(same(125));
    assertEquals("SHADOW 1 candidate 2 at 0 %", shadow.line());
    assertEquals("STABLE 2", shadow.seen(Task.GOOD).line());
  }

  @Test
  void theLatestReleaseTakesTheCandidatesPlace() {
    task.released(1).releasedTail(2).releasedTail(3);
    task.after(Duration.ZERO);
    assertEquals(
        "SHADOW 1 candidate 2 at 0 %", task.line()); // an hour has passed: held to its trial
    var quick = task(Plan.CANARY, Policy.Overlap.LATEST, Duration.ofHours(2));
    assertEquals(
        "SHADOW 1 candidate 3 at 0 %", quick.released(1).releasedTail(2).releasedTail(3).line());
  }

  @Test
  void releasesWithoutEndStarveNoTrial() {
    var busy = task(Plan.CANARY, Policy.Overlap.LATEST, Duration.ofHours(5));
    busy.released(1);
    for (var version = 2; version < 40; version++) {
      busy.releasedTail(version);
    }
    assertEquals("SHADOW 1 candidate 6 at 0 %", busy.line());
    assertEquals(List.of(Task.version(39, "space-39")), busy.rollout().waiting());
    assertEquals("SHADOW 1 candidate 39 at 0 %", busy.after(Duration.ofDays(7)).line());
  }

  @Test
  void aQueueBeginsThemInOrder() {
    var queue = task(Plan.CANARY, Policy.Overlap.QUEUE);
    queue.released(1).releasedTail(2).releasedTail(3).releasedTail(4);
    assertEquals("SHADOW 1 candidate 2 at 0 %", queue.line());
    assertEquals("SHADOW 1 candidate 3 at 0 %", queue.seen(Task.BAD).line());
    assertEquals("SHADOW 1 candidate 4 at 0 %", queue.told(new Command.Abort()).line());
  }

  @Test
  void aHeadOfTheStableVersionServesWhileATailIsOnTrial() {
    task.released(1).releasedTail(2).seen(Task.NOTHING_YET).released(3);
    assertEquals("CANARY 3 candidate 2 at 1 %", task.line());
  }

  @Test
  void aPausedTrialIsNotWidenedButStillTakenBack() {
    task.released(1).releasedTail(2).seen(Task.NOTHING_YET).told(new Command.Pause());
    task.seen(Task.GOOD).after(Duration.ofDays(1));
    assertEquals("HELD 1 candidate 2 at 1 %", task.line());
    assertEquals("CANARY 1 candidate 2 at 10 %", task.told(new Command.Resume()).line());
    assertEquals("HELD 1", task.told(new Command.Pause()).seen(Task.BAD).line());
  }

  @Test
  void whatAPersonHoldsIsNotTakenBackUnderThem() {
    task.released(1).released(2).told(new Command.Pause()).seen(Task.BAD);
    assertEquals("HELD 2", task.line());
    assertTrue(task.rollout().told().why().contains("held by a person, although worse"));
    assertEquals("ROLLED_BACK 1", task.told(new Command.Resume()).line());
  }

  @Test
  void aRollBackDuringATrialEndsTheTrialAndHolds() {
    task.released(1).releasedTail(2).told(new Command.RollBack(0));
    assertEquals("HELD 1", task.line());
  }

  @Test
  void aCommandThatExpectedAnotherCandidateOrPhaseIsRefused() {
    task.released(1).releasedTail(2).seen(Task.NOTHING_YET);
    task.told(new Command.Promote(0), new Command.Expected(1, 3, null));
    assertEquals("the command expected version 3 on trial, but it is version 2", task.refusal());
    task.told(new Command.Promote(0), new Command.Expected(1, 2, Rollout.Phase.SHADOW));
    assertEquals("the command expected the phase SHADOW, but it is CANARY", task.refusal());
    assertEquals(
        "STABLE 2",
        task.told(new Command.Promote(0), new Command.Expected(1, 2, Rollout.Phase.CANARY)).line());
  }

  @Test
  void whatLogShadowTookBackCanBePutIntoCanaryAndIsJudgedByLabelsAlone() {
    task.released(1).releasedTail(2);
    task.seen(new Evidence(true, new Pairs(10, 60, 200), Pairs.NONE, Guards.NONE));
    assertEquals("CANARY 1 candidate 2 at 1 %", task.told(new Command.TryOut(2)).line());
    assertEquals(
        "put version 2 into canary, whatever gate and log shadow say", task.rollout().told().why());
    assertTrue(task.rollout().trial().forced());
    assertEquals(Evidence.NOTHING_STORED, task.rollout().trial().evidence());
    assertEquals("CANARY 1 candidate 2 at 1 %", task.after(Duration.ofDays(1)).line());
    assertEquals("ROLLED_BACK 1", task.seen(Task.BAD).line());
  }

  @Test
  void whoWasWronglyTakenBackClimbsAsAnyCandidateDoes() {
    task.released(1).releasedTail(2).told(new Command.Abort()).told(new Command.TryOut(2));
    assertEquals("CANARY 1 candidate 2 at 10 %", task.seen(Task.GOOD).line());
    assertEquals("STABLE 2", task.after(Duration.ofHours(1)).after(Duration.ofHours(1)).line());
    assertTrue(task.rollout().trial().watching() && task.rollout().trial().forced());
  }

  @Test
  void whatTheGateHoldsBackCanBeTriedOut() {
    task.released(1).on(new Event.Published(Task.version(2, "space-2"), false));
    assertEquals("CANARY 1 candidate 2 at 1 %", task.told(new Command.TryOut(0)).line());
  }

  @Test
  void aTryOutTakesThePlaceOfTheCandidateAndPassesOverNobodyWhoWaits() {
    var queue = task(Plan.CANARY, Policy.Overlap.QUEUE);
    queue.released(1).releasedTail(2).releasedTail(3).releasedTail(4);
    assertEquals("CANARY 1 candidate 3 at 1 %", queue.told(new Command.TryOut(3)).line());
    assertEquals(
        "put version 3 into canary, whatever gate and log shadow say, in the place of version 2",
        queue.rollout().told().why());
    assertEquals("SHADOW 1 candidate 4 at 0 %", queue.seen(Task.BAD).line());
  }

  @Test
  void whatCannotBeTriedOutIsRefusedWithWhy() {
    assertEquals("no version was published yet", task.told(new Command.TryOut(0)).refusal());
    task.on(new Event.Published(Task.version(1, "space"), false)).told(new Command.TryOut(1));
    assertEquals("no version serves that it could be compared with; promote it", task.refusal());
    task.told(new Command.Promote(1)).told(new Command.TryOut(1));
    assertEquals("version 1 is stable already", task.refusal());
    task.released(2).told(new Command.TryOut(1)); // the policy of new heads is direct
    assertEquals(
        "the task's rollout policy has no canary for version 1; change it, or promote the version",
        task.refusal());
    task.releasedTail(3).seen(Task.NOTHING_YET).told(new Command.TryOut(0));
    assertEquals("version 3 is in canary already", task.refusal());
    task.refused(3).told(new Command.TryOut(3));
    assertEquals("version 3 was refused by a replica: it fails its checks", task.refusal());
    assertEquals(
        "version 9 is not known, or no longer kept", task.told(new Command.TryOut(9)).refusal());
  }

  @Test
  void aCandidateThatAReplicaRefusesIsTakenBack() {
    assertEquals("ROLLED_BACK 1", task.released(1).releasedTail(2).refused(2).line());
  }

  @Test
  void aTrialBeginsAnewIfItsBaselineIsRefused() {
    task.released(1).released(2).releasedTail(3).seen(Task.NOTHING_YET).refused(2);
    assertEquals("SHADOW 1 candidate 3 at 0 %", task.line());
  }

  private static Evidence same(long pairs) {
    return new Evidence(true, Pairs.NONE, new Pairs(0, 0, pairs), Guards.NONE);
  }

  private static Evidence pairs(long better, long worse, long same) {
    return new Evidence(true, Pairs.NONE, new Pairs(better, worse, same), Guards.NONE);
  }

  private static Evidence guarded(Guards guards) {
    return new Evidence(true, Pairs.NONE, Pairs.NONE, guards);
  }

  private static Task task(Plan change, Policy.Overlap overlap) {
    return task(change, overlap, Duration.ofHours(1));
  }

  private static Task task(Plan change, Policy.Overlap overlap, Duration restless) {
    return task(change, overlap, restless, NEVER);
  }

  private static Task waitingForLogShadow(Duration time) {
    return task(Plan.CANARY, Policy.Overlap.LATEST, Duration.ofHours(1), time);
  }

  private static Task task(
      Plan change, Policy.Overlap overlap, Duration restless, Duration logShadowWait) {
    return new Task(
        new Policy(
            Plan.DIRECT,
            change,
            overlap,
            SequentialTest.DEFAULT,
            GuardLimits.DEFAULT,
            Duration.ofDays(7),
            Duration.ofDays(7),
            restless,
            logShadowWait));
  }
}
