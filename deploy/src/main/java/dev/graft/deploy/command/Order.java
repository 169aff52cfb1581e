package dev.graft.deploy.command;

import com.google.protobuf.Message;
import dev.graft.deploy.reach.Doors;
import dev.graft.v1.GetRolloutRequest;
import dev.graft.v1.RolloutState;
import picocli.CommandLine.Option;

/** Who orders something of the judge and why, and on what they look while they do. */
final class Order {
  @Option(
      names = "--by",
      defaultValue = "${sys:user.name}",
      paramLabel = "WHO",
      description = "Who orders it; kept in the history. Default: you.")
  private String by = "";

  @Option(
      names = "--why",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "Kept in the history.")
  private String why = "";

  /** The state as it is, which is expected then: another is not what was decided about. */
  static RolloutState seen(Doors doors, String task) {
    var request = GetRolloutRequest.newBuilder().setTaskId(task);
    return doors.predictions().getRollout(request.build()).getState();
  }

  /** Fills in what all orders say, by the same names. */
  <B extends Message.Builder> B into(B request, RolloutState seen) {
    set(request, "task_id", seen.getTaskId());
    set(request, "expected_stable", seen.getStableVersion());
    set(request, "expected_candidate", seen.getCandidateVersion());
    set(request, "expected_phase", seen.getPhase().getValueDescriptor());
    set(request, "by", by);
    set(request, "why", why);
    return request;
  }

  private static void set(Message.Builder request, String name, Object value) {
    request.setField(request.getDescriptorForType().findFieldByName(name), value);
  }
}
