package dev.graft.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.embedded.Moment;
import dev.graft.v1.AbortRequest;
import dev.graft.v1.PauseRequest;
import dev.graft.v1.PromoteRequest;
import dev.graft.v1.ResumeRequest;
import dev.graft.v1.RollBackRequest;
import dev.graft.v1.RolloutPolicy;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutState.Phase;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.WatchRolloutsRequest;
import io.grpc.Status.Code;
import io.grpc.protobuf.StatusProto;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people ask and order of a rollout. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RolloutDoorsTest {

  @RegisterExtension static final SharedService service = new SharedService();

  @Test
  void whatIsPausedWaitsUntilItIsResumed() {
    var task = service.tasks().create("paused");
    service.tasks().release(task, 1);
    var pause =
        PauseRequest.newBuilder()
            .setTaskId(task)
            .setExpectedStable(1)
            .setExpectedPhase(Phase.STABLE)
            .setBy("ann")
            .setWhy("holiday");
    var held = service.client().pause(pause.build()).getState();
    assertEquals(Phase.HELD, held.getPhase());
    assertEquals("ann", held.getBy());
    assertEquals("paused at version 1 (holiday)", held.getWhy());
    service.tasks().publish(task, service.bundles().store(2));
    while (service.tasks().rollout(task).getWaitingCount() == 0) {
      Moment.pass();
    }
    assertEquals(1, service.tasks().rollout(task).getStableVersion());
    var resume = ResumeRequest.newBuilder().setTaskId(task).setExpectedPhase(Phase.HELD);
    assertFalse(service.client().resume(resume.build()).getState().getPhase() == Phase.HELD);
    service.running().awaitServing(task, 2);
    assertEquals(2, service.predict(task).getVersion());
  }

  @Test
  void whereNothingIsOnTrialNothingCanBeAborted() {
    var task = service.tasks().create("aborted");
    service.tasks().release(task, 1);
    refused(
        "no candidate is on trial",
        () -> service.client().abort(AbortRequest.newBuilder().setTaskId(task).build()));
    refused(
        "the task is not held",
        () -> service.client().resume(ResumeRequest.newBuilder().setTaskId(task).build()));
  }

  @Test
  void whoPutsAVersionIntoCanaryIsNamedWithWhy() {
    var canary = RolloutPolicy.newBuilder().setMode(RolloutPolicy.Mode.CANARY);
    var task = service.tasks().create("tried-out", TaskSpec.newBuilder().setRollout(canary));
    service.tasks().release(task, 1);
    service.tasks().publish(task, service.bundles().store(2));
    while (service.tasks().rollout(task).getCandidateVersion() == 0) {
      Moment.pass();
    }
    var door = service.client();
    door.abort(AbortRequest.newBuilder().setTaskId(task).build());
    var order =
        PromoteRequest.newBuilder()
            .setTaskId(task)
            .setVersion(2)
            .setToCanary(true)
            .setExpectedStable(1)
            .setExpectedPhase(Phase.ROLLED_BACK)
            .setBy("ann")
            .setWhy("looks right")
            .build();
    var state = door.promote(order).getState();
    assertEquals(Phase.CANARY, state.getPhase());
    assertEquals(1, state.getStableVersion());
    assertEquals(2, state.getCandidateVersion());
    assertEquals(0.01, state.getCandidateShare());
    assertTrue(state.getTrial().getForced());
    assertEquals("ann", state.getBy());
    assertEquals(
        "put version 2 into canary, whatever gate and log shadow say (looks right)",
        state.getWhy());
    refused("expected the phase ROLLED_BACK, but it is CANARY", () -> door.promote(order));
  }

  @Test
  void everyCommandIsRefusedWhenAnotherStateIsExpectedAndTellsTheRealOne() {
    var task = service.tasks().create("expected");
    service.tasks().release(task, 1);
    var door = service.client();
    var abort = AbortRequest.newBuilder().setTaskId(task).setExpectedCandidate(9).build();
    refused("expected version 9 on trial, but it is none", () -> door.abort(abort));
    var pause = PauseRequest.newBuilder().setTaskId(task).setExpectedCandidate(9).build();
    refused("expected version 9 on trial, but it is none", () -> door.pause(pause));
    var promote = PromoteRequest.newBuilder().setTaskId(task).setExpectedCandidate(9).build();
    refused("expected version 9 on trial, but it is none", () -> door.promote(promote));
    var back = RollBackRequest.newBuilder().setTaskId(task).setExpectedPhase(Phase.CANARY).build();
    refused("expected the phase CANARY, but it is STABLE", () -> door.rollBack(back));
    var resume = ResumeRequest.newBuilder().setTaskId(task).setExpectedStable(3).build();
    var state =
        refused("expected version 3 to be stable, but it is version 1", () -> door.resume(resume));
    assertEquals(1, state.getStableVersion());
    assertEquals(Phase.STABLE, state.getPhase());
    assertEquals(0, state.getPublishedCount()); // short enough for a trailer
  }

  @Test
  void aWatcherHearsWhatTheJudgeSays() {
    var task = service.tasks().create("watched");
    service.tasks().release(task, 1);
    var watched =
        service.client().watchRollouts(WatchRolloutsRequest.newBuilder().setTaskId(task).build());
    assertEquals(service.tasks().rollout(task), watched.next().getState());
    service.tasks().release(task, 2);
    var state = watched.next().getState();
    assertEquals(2, state.getStableVersion());
    assertEquals(service.tasks().rollout(task), state);
  }

  private static RolloutState refused(String why, Runnable call) {
    var refusal = SharedService.refused(Code.FAILED_PRECONDITION, why, call);
    try {
      return StatusProto.fromThrowable(refusal).getDetails(0).unpack(RolloutState.class);
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
