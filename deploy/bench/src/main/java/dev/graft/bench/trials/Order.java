package dev.graft.bench.trials;

import com.google.protobuf.Message;
import dev.graft.v1.AbortRequest;
import dev.graft.v1.PauseRequest;
import dev.graft.v1.PredictionServiceGrpc.PredictionServiceBlockingStub;
import dev.graft.v1.PromoteRequest;
import dev.graft.v1.ResumeRequest;
import dev.graft.v1.RollBackRequest;
import dev.graft.v1.RolloutState;
import io.grpc.StatusRuntimeException;

/** What people order. */
enum Order {
  PAUSE("pause"),
  RESUME("resume"),
  ABORT("abort"),
  PROMOTE("promote"),
  ROLL_BACK("roll back");

  private static final String BY = "bench";

  private final String title;

  Order(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /**
   * The state that whoever orders believes in.
   *
   * @param stable 0: whatever it is
   */
  record Belief(long stable, long candidate, RolloutState.Phase phase) {
    static final Belief ANYTHING = new Belief(0, 0, RolloutState.Phase.PHASE_UNSPECIFIED);

    /** Of nobody who has looked. */
    static final Belief STALE = new Belief(1_000, 0, RolloutState.Phase.PHASE_UNSPECIFIED);

    /** What holds is what is expected. */
    static Belief in(RolloutState state) {
      return new Belief(state.getStableVersion(), state.getCandidateVersion(), state.getPhase());
    }
  }

  /**
   * What came of one.
   *
   * @param why written into the command, and like no other: it is found by it on graft.commands
   * @param answer name of the gRPC status
   */
  record Answered(String why, Order order, String answer) {
    boolean carriedOut() {
      return answer.equals("OK");
    }

    boolean refused() {
      return answer.equals("FAILED_PRECONDITION");
    }
  }

  /** Asks for it, and returns what was answered, whatever it is. */
  Answered ask(PredictionServiceBlockingStub door, String taskId, Belief belief, String why) {
    try {
      call(door, taskId, belief, why);
      return new Answered(why, this, "OK");
    } catch (StatusRuntimeException e) {
      return new Answered(why, this, e.getStatus().getCode().name());
    }
  }

  private void call(PredictionServiceBlockingStub door, String task, Belief belief, String why) {
    switch (this) {
      case PAUSE -> {
        var request = PauseRequest.newBuilder();
        fill(request, task, belief, why);
        door.pause(request.build());
      }
      case RESUME -> {
        var request = ResumeRequest.newBuilder();
        fill(request, task, belief, why);
        door.resume(request.build());
      }
      case ABORT -> {
        var request = AbortRequest.newBuilder();
        fill(request, task, belief, why);
        door.abort(request.build());
      }
      case PROMOTE -> {
        var request = PromoteRequest.newBuilder();
        fill(request, task, belief, why);
        door.promote(request.build());
      }
      case ROLL_BACK -> {
        var request = RollBackRequest.newBuilder();
        fill(request, task, belief, why);
        door.rollBack(request.build());
      }
    }
  }

  /** All requests call these alike. */
  private static void fill(Message.Builder request, String task, Belief belief, String why) {
    set(request, "task_id", task);
    set(request, "by", BY);
    set(request, "why", why);
    set(request, "expected_stable", belief.stable());
    set(request, "expected_candidate", belief.candidate());
    set(request, "expected_phase", belief.phase().getValueDescriptor());
  }

  private static void set(Message.Builder request, String field, Object value) {
    request.setField(request.getDescriptorForType().findFieldByName(field), value);
  }
}
