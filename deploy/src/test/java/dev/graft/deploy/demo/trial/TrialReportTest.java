package dev.graft.deploy.demo.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.graft.deploy.demo.trial.Exposure.Share;
import dev.graft.deploy.demo.trial.TrialReport.Candidacy;
import dev.graft.deploy.demo.trial.TrialReport.End;
import dev.graft.deploy.demo.trial.TrialReport.Pairs;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutState.Phase;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TrialReportTest {
  private static final Candidacy BAD =
      new Candidacy(
          2,
          new Pairs(1, 80, 29),
          List.of(new Share(0, 1500, 0, 0), new Share(0.1, 300, 31, 51)),
          14,
          End.ROLLED_BACK,
          "worse");
  private static final Candidacy GOOD =
      new Candidacy(
          3,
          new Pairs(20, 2, 148),
          List.of(
              new Share(0, 900, 0, 0),
              new Share(0.1, 300, 26, 51),
              new Share(0.5, 200, 96, 127),
              new Share(1, 10, 10, 10)),
          150,
          End.PROMOTED,
          "not worse");

  @Test
  void aGoodReportHoldsEveryCheck() {
    assertEquals(List.of(), broken(report(true, true, BAD, GOOD, 0)));
    assertEquals(7, report(true, true, BAD, GOOD, 0).checks().size());
  }

  @Test
  void eachThingThatGoesWrongBreaksItsOwnCheck() {
    assertEquals(List.of("gateHeldBackBadVersion"), broken(report(false, true, BAD, GOOD, 0)));
    assertEquals(List.of("badVersionCaughtInLogShadow"), broken(report(true, false, BAD, GOOD, 0)));
    assertEquals(
        List.of("badVersionRolledBackInCanary"),
        broken(report(true, true, with(BAD, End.OTHERWISE), GOOD, 0)));
    assertEquals(
        List.of("goodVersionPromoted"),
        broken(report(true, true, BAD, with(GOOD, End.ROLLED_BACK), 0)));
    assertEquals(List.of("noFailedRequestDuringTrials"), broken(report(true, true, BAD, GOOD, 1)));
    assertEquals(
        List.of("badVersionServedNoMoreThanItsShare"),
        broken(report(true, true, with(BAD, new Share(0, 1500, 1, 0)), GOOD, 0)));
    assertEquals(
        List.of("goodVersionServedNoMoreThanItsShare"),
        broken(report(true, true, BAD, with(GOOD, new Share(0.5, 200, 128, 127)), 0)));
  }

  /** Nothing was shown of a share that nobody was served by. */
  @Test
  void aVersionThatNeverServedProvesNothing() {
    assertFalse(with(BAD, new Share(0.1, 0, 0, 0)).keptToItsShare());
    assertFalse(with(BAD, new Share(1, 300, 300, 300)).keptToItsShare());
  }

  @Test
  void tellsItInAFewLines() {
    assertEquals(
        """
        a bad version: version 2, from shuffled labels
          the gate: held it back
          log shadow: 1 better, 80 worse, 29 same on stored images; taken back before it served anybody
          forced into canary: answered 31 of 300 requests at 10 % (51 at most by chance); rolled back after 14 labels
        a good version: version 3, labels corrected
          its log shadow: 20 better, 2 worse, 148 same on stored images
          its canary: answered 26 of 300 requests at 10 % (51 at most by chance), 96 of 200 requests at 50 % (127 at most by chance); promoted after 150 labels\
        """,
        report(true, true, BAD, GOOD, 0).lines().entrySet().stream()
            .map(line -> line.getKey() + ": " + line.getValue())
            .collect(Collectors.joining("\n")));
  }

  @Test
  void onlyTheJudgeRollsBackAndPromotesByEvidence() {
    var back = RolloutState.newBuilder().setPhase(Phase.ROLLED_BACK).setStableVersion(1);
    assertEquals(End.ROLLED_BACK, End.of(2, back.setBy("the judge").build()));
    assertEquals(End.OTHERWISE, End.of(2, back.setBy("ann").build()));
    var stable = RolloutState.newBuilder().setPhase(Phase.STABLE).setStableVersion(2);
    assertEquals(End.PROMOTED, End.of(2, stable.setBy("the judge").build()));
    assertEquals(End.OTHERWISE, End.of(2, stable.setBy("ann").build()));
    var undecided = RolloutState.newBuilder().setPhase(Phase.CANARY).setCandidateVersion(2);
    assertEquals(End.OTHERWISE, End.of(2, undecided.setBy("the judge").build()));
    assertEquals(End.OTHERWISE, End.of(3, undecided.build()));
  }

  private static List<String> broken(TrialReport report) {
    return report.checks().entrySet().stream()
        .filter(check -> !check.getValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Candidacy with(Candidacy one, End end) {
    return new Candidacy(
        one.version(), one.logShadow(), one.shares(), one.labels(), end, one.why());
  }

  private static Candidacy with(Candidacy one, Share only) {
    return new Candidacy(
        one.version(), one.logShadow(), List.of(only), one.labels(), one.end(), one.why());
  }

  private static TrialReport report(
      boolean held, boolean caught, Candidacy bad, Candidacy good, long failed) {
    return new TrialReport(
        1, held, "worse", caught, "worse", bad, good, 3000, failed, Map.of(), 80);
  }
}
