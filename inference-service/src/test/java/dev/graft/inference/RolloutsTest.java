package dev.graft.inference;

import static dev.graft.inference.SharedService.picture;
import static dev.graft.inference.SharedService.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import dev.graft.embedded.Moment;
import dev.graft.embedded.TestBed;
import dev.graft.events.Receipts;
import dev.graft.inference.judge.Cohort;
import dev.graft.inference.serve.TestBundles;
import dev.graft.loop.Register;
import dev.graft.topics.Topics;
import dev.graft.v1.Example;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.GetRolloutRequest;
import dev.graft.v1.PredictResponse;
import dev.graft.v1.Predicted;
import dev.graft.v1.PromoteRequest;
import dev.graft.v1.RollBackRequest;
import dev.graft.v1.RolloutPlan;
import dev.graft.v1.RolloutPolicy;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutState.Phase;
import dev.graft.v1.RolloutTrial;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.VersionAnswer;
import io.grpc.Status.Code;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Versions earn their traffic, or go. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RolloutsTest {

  @RegisterExtension static final SharedService service = new SharedService();

  @Test
  void rollingBackAndPromotingAreAnsweredWhenTheyAreDone() {
    var task = service.tasks().create("rollbacks");
    service.tasks().release(task, 1);
    service.tasks().release(task, 2);
    var wrong =
        RollBackRequest.newBuilder().setTaskId(task).setExpectedStable(7).setBy("ann").build();
    refused(Code.FAILED_PRECONDITION, "expected version 7", () -> service.client().rollBack(wrong));
    var back =
        service
            .client()
            .rollBack(RollBackRequest.newBuilder().setTaskId(task).setBy("ann").build());
    assertEquals(Phase.HELD, back.getState().getPhase());
    assertEquals(1, service.predict(task).getVersion());
    refused(
        Code.FAILED_PRECONDITION,
        "no version was stable before version 1",
        () -> service.client().rollBack(RollBackRequest.newBuilder().setTaskId(task).build()));
    var on = service.client().promote(PromoteRequest.newBuilder().setTaskId(task).build());
    assertEquals(Phase.STABLE, on.getState().getPhase());
    assertEquals(2, service.predict(task).getVersion());
    var rollout =
        service.client().getRollout(GetRolloutRequest.newBuilder().setTaskId(task).build());
    assertEquals(2, rollout.getState().getStableVersion());
    assertEquals(2, rollout.getReplica().getServingVersion());
  }

  /** A judge of the test's own speaks: the service's own hears of no version of this task. */
  @Test
  void aCandidateServesItsShareIsScoredOnTheRestAndGoesWhenTheJudgeSaysSo() {
    var task = service.tasks().create("trials");
    var one = service.bundles().store(1);
    var two = service.bundles().store(2);
    judge(TestBundles.stable(task, one));
    service.running().awaitServing(task, 1);
    var lines = new ConcurrentHashMap<String, Predicted>();
    try (var predictions = Register.of(Topics.PREDICTIONS, TestBed.clients())) {
      predictions.onChange((key, value) -> value.ifPresent(p -> lines.put(p.getPredictionId(), p)));
      predictions.start();
      judge(TestBundles.trial(task, one, two, one, RolloutTrial.Stage.SHADOW_STAGE, 0));
      while (line(lines, service.predict(task)).getAnswersCount() < 2) {
        Moment.pass(); // until both are here
      }
      assertEquals(1, service.predict(task).getVersion());
      judge(TestBundles.trial(task, one, two, one, RolloutTrial.Stage.CANARY_STAGE, 1));
      while (service.predict(task).getVersion() == 1) {
        Moment.pass();
      }
      var line = line(lines, service.predict(task));
      assertEquals(
          List.of(2L, 1L), line.getAnswersList().stream().map(VersionAnswer::getVersion).toList());
      judge(TestBundles.trial(task, one, two, one, RolloutTrial.Stage.CANARY_STAGE, 0.5));
      var keys = IntStream.range(0, 40).mapToObj(at -> "user-" + at).toList();
      while (!keys.stream().allMatch(key -> isAsTheCohortSays(task, key))) {
        Moment.pass(); // until the word is here
      }
      judge(TestBundles.stable(task, one));
      while (service.predict(task).getVersion() == 2) {
        Moment.pass();
      }
    }
  }

  private boolean isAsTheCohortSays(String task, String key) {
    long due = Cohort.isIn(task, 2, 0.5, key) ? 2 : 1;
    var asked = picture(task).toBuilder().setCohortKey(key).build();
    return service.client().predict(asked).getVersion() == due;
  }

  private void judge(RolloutState state) {
    service.publisher().send(Topics.ROLLOUTS, state.getTaskId(), state).join();
  }

  private static Predicted line(Map<String, Predicted> lines, PredictResponse answer) {
    var id = Receipts.decode(answer.getReceipt()).orElseThrow().getPredictionId();
    while (!lines.containsKey(id)) {
      Moment.pass();
    }
    return lines.get(id);
  }

  @Test
  void aDamagedVersionIsRefusedEverywhereAndTheOldOneServesOn() {
    var task = service.tasks().create("damaged");
    service.tasks().release(task, 1);
    // a number of its own: the store is shared
    service.tasks().publish(task, service.bundles().storeDamaged(42));
    await(task, state -> state.getRefusedVersionsCount() > 0); // a newer one would take its turn
    assertEquals(1, service.predict(task).getVersion());
    service.tasks().release(task, 43);
    assertEquals(43, service.predict(task).getVersion());
    assertEquals(List.of(42L), service.tasks().rollout(task).getRefusedVersionsList());
  }

  @Test
  void aWorseCandidateIsRolledBackByTheLabelsOfWhatItAnswered() {
    var canary =
        RolloutPolicy.newBuilder()
            .setRefresh(RolloutPlan.newBuilder().setMode(RolloutPolicy.Mode.CANARY))
            .setLogShadowWait(com.google.protobuf.Duration.getDefaultInstance());
    var task = service.tasks().create("judged", TaskSpec.newBuilder().setRollout(canary));
    service.tasks().release(task, 1);
    service.tasks().publish(task, service.bundles().store(44));
    var began = await(task, state -> state.getPhase() == Phase.CANARY).getTrial().getBegan();
    for (var number = 1; number <= 40; number++) {
      service.publisher().send(Topics.PREDICTIONS, task, answered(task, number, began)).join();
      service.publisher().send(Topics.EXAMPLES, task, labelled(task, number, began)).join();
    }
    var back = await(task, state -> state.getPhase() == Phase.ROLLED_BACK);
    assertEquals(1, back.getStableVersion());
    assertTrue(
        back.getWhy().startsWith("version 44 was rolled back to version 1: worse: 0 better"));
  }

  /** Version 1 is right, and version 44 is not. */
  private static Predicted answered(String task, int number, Timestamp began) {
    return Predicted.newBuilder()
        .setPredictionId("judged-" + number)
        .setTaskId(task)
        .setImageId("judged-" + number)
        .setTime(began)
        .setServedVersion(1)
        .addAnswers(VersionAnswer.newBuilder().setVersion(1).setClassName("bee"))
        .addAnswers(VersionAnswer.newBuilder().setVersion(44).setClassName("ant"))
        .build();
  }

  private static ExampleChange labelled(String task, int number, Timestamp began) {
    return ExampleChange.newBuilder()
        .setTaskId(task)
        .setSequence(number)
        .setImageId("judged-" + number)
        .setTime(began.toBuilder().setSeconds(began.getSeconds() + 1))
        .setAdded(Example.newBuilder().setClassName("bee"))
        .build();
  }

  private RolloutState await(String task, Predicate<RolloutState> wanted) {
    var state = service.tasks().rollout(task);
    while (!wanted.test(state)) {
      Moment.pass();
      state = service.tasks().rollout(task);
    }
    return state;
  }
}
