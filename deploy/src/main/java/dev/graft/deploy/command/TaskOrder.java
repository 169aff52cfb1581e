package dev.graft.deploy.command;

import com.google.protobuf.Message;
import dev.graft.v1.PredictionServiceGrpc.PredictionServiceBlockingStub;
import dev.graft.v1.RolloutState;
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** An order of which all that can be said is the task. */
final class TaskOrder {
  @Mixin private RunningSystem system = new RunningSystem();
  @Mixin private Order order = new Order();

  @Parameters(paramLabel = "TASK", description = "The task.")
  private String task = "";

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  /**
   * Gives the order and prints what became of it.
   *
   * @param said what is printed of the state that followed
   */
  <B extends Message.Builder> void give(
      B request,
      BiFunction<PredictionServiceBlockingStub, B, RolloutState> call,
      Function<RolloutState, String> said) {
    try (var doors = system.doors()) {
      var state = call.apply(doors.predictions(), order.into(request, Order.seen(doors, task)));
      if (json) {
        Print.message(state);
      } else {
        System.out.println(said.apply(state));
      }
    }
  }
}
