package dev.graft.deploy.demo.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.deploy.demo.trial.Exposure.Share;
import dev.graft.events.Times;
import dev.graft.v1.RolloutState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExposureTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Version 1 is stable; version 2 is in shadow, at 10 %, at 50 %, and stable. */
  private static final List<RolloutState> PROMOTED =
      List.of(
          state(0, 1, 0, 0),
          state(10, 1, 2, 0),
          state(20, 1, 2, 0.1),
          state(25, 1, 2, 0.1),
          state(30, 1, 2, 0.5),
          state(40, 2, 0, 0));

  /** Version 2 is at 10 % between 20 and 30. */
  private static final List<RolloutState> ROLLED_BACK =
      List.of(state(0, 1, 0, 0), state(20, 1, 2, 0.1), state(30, 1, 0, 0));

  private final List<Answered> answers = new ArrayList<>();

  @Test
  void countsRequestsByWhatWasAllowedThen() {
    answered(5, 1).answered(15, 1).answered(21, 2).answered(27, 1).answered(35, 2).answered(50, 2);
    assertEquals(
        List.of(
            new Share(0, 2, 0, 0),
            new Share(0.1, 2, 1, 2),
            new Share(0.5, 1, 1, 1),
            new Share(1, 1, 1, 1)),
        Exposure.of(2, PROMOTED, answers));
  }

  @Test
  void whoAnswersInShadowBreaksTheRule() {
    answered(15, 2);
    var shares = Exposure.of(2, PROMOTED, answers);
    assertEquals(List.of(new Share(0, 1, 1, 0)), shares);
    assertFalse(shares.get(0).kept());
  }

  @Test
  void aReplicaMayBeALittleLateAndNoMore() {
    answered(31, 2);
    assertEquals(List.of(new Share(0.1, 1, 1, 1)), Exposure.of(2, ROLLED_BACK, answers));
    answers.clear();
    answered(33, 2);
    assertEquals(List.of(new Share(0, 1, 1, 0)), Exposure.of(2, ROLLED_BACK, answers));
  }

  @Test
  void aShareThatGrowsWhileAnAnswerIsMadeIsAllowed() {
    answers.add(new Answered(at(19), at(20), 2));
    assertEquals(List.of(new Share(0.1, 1, 1, 1)), Exposure.of(2, ROLLED_BACK, answers));
  }

  @Test
  void tooManyAnswersBreakTheRule() {
    for (int each = 0; each < 300; each++) {
      answered(25, each < 52 ? 2 : 1);
    }
    var share = Exposure.of(2, ROLLED_BACK, answers).get(0);
    assertEquals(new Share(0.1, 300, 52, 51), share);
    assertFalse(share.kept());
    assertTrue(new Share(0.1, 300, 51, 51).kept());
  }

  @Test
  void inShadowNobodyIsExposed() {
    assertTrue(Exposure.none(2, PROMOTED.subList(0, 2)));
    assertFalse(Exposure.none(2, PROMOTED.subList(0, 3)));
    assertFalse(Exposure.none(2, PROMOTED.subList(5, 6)));
  }

  private ExposureTest answered(int second, long version) {
    answers.add(new Answered(at(second), at(second).plusMillis(20), version));
    return this;
  }

  private static RolloutState state(int second, long stable, long candidate, double share) {
    return RolloutState.newBuilder()
        .setSince(Times.of(at(second)))
        .setStableVersion(stable)
        .setCandidateVersion(candidate)
        .setCandidateShare(share)
        .build();
  }

  private static Instant at(int second) {
    return START.plus(Duration.ofSeconds(second));
  }
}
