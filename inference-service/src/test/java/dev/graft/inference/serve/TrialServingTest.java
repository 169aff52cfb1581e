package dev.graft.inference.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import dev.graft.embedded.Moment;
import dev.graft.inference.judge.Cohort;
import dev.graft.inference.serve.Answerers.Detour;
import dev.graft.inference.serve.Answerers.Role;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutTrial.Stage;
import dev.graft.v1.VersionRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a replica holds while a version is on trial, and who answers then. */
class TrialServingTest {

  private final OneReplica replica = new OneReplica();
  private final VersionRef one = replica.bundles.store(1);
  private final VersionRef two = replica.bundles.store(2);

  @BeforeEach
  void begin() {
    replica.swapper.start();
    replica.serve(one);
  }

  @AfterEach
  void everyBackboneIsGivenBack() {
    replica.close();
  }

  @Test
  void inShadowTheStableVersionAnswersAndTheCandidateIsBeside() {
    replica.follow(trial(Stage.SHADOW_STAGE, 0));
    assertEquals(List.of(1L, 2L), replica.shelves.versions("pets"));
    assertEquals(
        new Seen(1, Role.STABLE, Phase.SHADOW, List.of(2L), true, Detour.NONE), seen("anyone"));
  }

  @Test
  void afterPromotionTheCandidateAnswersAndTheBaselineIsBeside() {
    replica.follow(TestBundles.trial("pets", two, two, one, Stage.WATCH_STAGE, 0));
    assertEquals(
        new Seen(2, Role.STABLE, Phase.WATCH, List.of(1L), true, Detour.NONE), seen("anyone"));
  }

  @Test
  void inCanaryTheCandidateAnswersExactlyThoseOfItsShare() {
    replica.follow(trial(Stage.CANARY_STAGE, 0.3));
    for (var key : keys()) {
      boolean candidates = Cohort.isIn("pets", 2, 0.3, key);
      assertEquals(
          candidates
              ? new Seen(2, Role.CANDIDATE, Phase.CANARY, List.of(1L), true, Detour.NONE)
              : new Seen(1, Role.STABLE, Phase.CANARY, List.of(2L), true, Detour.NONE),
          seen(key));
    }
    assertTrue(keys().stream().anyMatch(key -> seen(key).version() == 2));
  }

  @Test
  void whoIsInStaysInAsTheShareGrowsAndAllAreInAtTheEnd() {
    var before = new ArrayList<String>();
    for (var share : List.of(0.1, 0.5, 1.0)) {
      replica.follow(trial(Stage.CANARY_STAGE, share));
      var in = keys().stream().filter(key -> seen(key).version() == 2).toList();
      assertTrue(in.containsAll(before), in + " lacks some of " + before);
      before.addAll(in);
    }
    assertTrue(before.containsAll(keys()));
  }

  @Test
  void thoseOnTrialStayWhileOthersComeAndGo() {
    replica.follow(trial(Stage.SHADOW_STAGE, 0));
    for (var version = 3; version <= 8; version++) {
      replica.swapper.hear(replica.bundles.published("pets", replica.bundles.store(version)));
      replica.awaitResident(version);
    }
    assertEquals(List.of(1L, 2L, 8L), replica.shelves.versions("pets"));
  }

  @Test
  void aBaselineThatIsNotInMemoryIsBroughtIn() {
    for (var version = 2; version <= 5; version++) {
      replica.serve(replica.bundles.store(version));
    }
    assertFalse(replica.shelves.versions("pets").contains(1L));
    var five = replica.bundles.store(5);
    replica.follow(TestBundles.trial("pets", five, five, one, Stage.WATCH_STAGE, 0));
    assertEquals(
        new Seen(5, Role.STABLE, Phase.WATCH, List.of(1L), true, Detour.NONE), seen("anyone"));
  }

  @Test
  void untilTheCandidateIsInMemoryTheStableVersionAnswersForIt() throws Exception {
    var gate = new CountDownLatch(1);
    var reading = new CountDownLatch(1);
    replica.files.onRead(
        () -> {
          reading.countDown();
          await(gate);
        });
    replica.swapper.follow(trial(Stage.CANARY_STAGE, 1));
    reading.await();
    assertEquals(
        new Seen(1, Role.STABLE, Phase.CANARY, List.of(), false, Detour.ABSENT), seen("anyone"));
    gate.countDown();
    while (!seen("anyone").complete()) {
      Moment.pass();
    }
    assertEquals(2, seen("anyone").version());
  }

  @Test
  void aCandidateThatFailsItsChecksIsRefusedAndTheStableVersionServesOn() {
    var damaged = replica.bundles.storeDamaged(9);
    replica.swapper.follow(TestBundles.trial("pets", one, damaged, one, Stage.SHADOW_STAGE, 0));
    while (replica.lastReport().getRefusedCount() == 0) {
      Moment.pass();
    }
    assertEquals(9, replica.lastReport().getRefused(0).getVersion());
    assertEquals(
        new Seen(1, Role.STABLE, Phase.SHADOW, List.of(), false, Detour.NONE), seen("anyone"));
  }

  @Test
  void whatWasMadeForAnotherNetworkIsNotTheCandidatesToAnswer() {
    var other = replica.bundlesOfAnotherNetwork().store(2);
    replica.follow(TestBundles.trial("pets", one, other, one, Stage.CANARY_STAGE, 1));
    assertEquals(2, seen("anyone").version());
    assertEquals(
        new Seen(1, Role.STABLE, Phase.CANARY, List.of(2L), true, Detour.INPUT),
        seen("anyone", false));
  }

  @Test
  void aRollBackIsOneFlipAlsoWhileAnotherVersionIsBeingLoaded() throws Exception {
    replica.follow(TestBundles.trial("pets", two, two, one, Stage.WATCH_STAGE, 0));
    var gate = new CountDownLatch(1);
    var reading = new CountDownLatch(1);
    replica.files.onRead(
        () -> {
          reading.countDown();
          await(gate);
        });
    replica.swapper.hear(replica.bundles.published("pets", replica.bundles.store(3)));
    reading.await();
    replica.swapper.follow(TestBundles.stable("pets", one));
    assertEquals(
        new Seen(1, Role.STABLE, Phase.NONE, List.of(), true, Detour.NONE), seen("anyone"));
    gate.countDown();
  }

  @Test
  void theTimeFromTheJudgesWordUntilItIsSoHereIsMeasured() {
    var word = replica.now.get();
    replica.now.updateAndGet(at -> at.plusMillis(300));
    replica.follow(said(TestBundles.stable("pets", two), word));
    assertEquals(300, convergence("forward").totalTime(TimeUnit.MILLISECONDS), 1e-6);
    replica.follow(said(TestBundles.stable("pets", one), word.plusMillis(250)));
    assertEquals(50, convergence("back").totalTime(TimeUnit.MILLISECONDS), 1e-6);
    var trial = trial(Stage.SHADOW_STAGE, 0).toBuilder();
    trial.getTrialBuilder().setSince(timestamp(word.plusMillis(290)));
    replica.follow(said(trial.build(), word.plusMillis(290)));
    assertEquals(10, convergence("trial").totalTime(TimeUnit.MILLISECONDS), 1e-6);
    assertEquals(
        List.of(1L, 1L, 1L),
        List.of("forward", "back", "trial").stream()
            .map(kind -> convergence(kind).count())
            .toList());
  }

  @Test
  void whatWasSaidBeforeTheStartIsNotMeasured() {
    var before = replica.now.get().minus(Duration.ofDays(1));
    replica.follow(said(TestBundles.stable("pets", two), before));
    assertEquals(0, convergence("forward").count());
  }

  private io.micrometer.core.instrument.Timer convergence(String kind) {
    return replica.metrics.get("graft.inference.convergence").tag("kind", kind).timer();
  }

  private static RolloutState said(RolloutState state, java.time.Instant word) {
    return state.toBuilder().setSince(timestamp(word)).build();
  }

  private static Timestamp timestamp(java.time.Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  private RolloutState trial(Stage stage, double share) {
    return TestBundles.trial("pets", one, two, one, stage, share);
  }

  private static List<String> keys() {
    return IntStream.range(0, 50).mapToObj(at -> "user-" + at).toList();
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Who answers, without holding it. */
  private record Seen(
      long version, Role role, Phase phase, List<Long> others, boolean complete, Detour detour) {}

  private Seen seen(String key) {
    return seen(key, true);
  }

  private Seen seen(String key, boolean pictures) {
    var by = replica.shelves.answerers("pets", pictures, () -> key).orElseThrow();
    try (var serving = by.serving()) {
      return new Seen(
          serving.version(),
          by.role(),
          by.phase(),
          by.others().stream().map(Resident::version).toList(),
          by.complete(),
          by.detour());
    }
  }
}
