package dev.graft.deploy.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.graft.deploy.supervise.Replaying;
import dev.graft.v1.AbortRequest;
import dev.graft.v1.PauseRequest;
import dev.graft.v1.PromoteRequest;
import dev.graft.v1.ResumeRequest;
import dev.graft.v1.RollBackRequest;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutState.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What is ordered says who, why, and on what they looked. */
class OrderTest {
  @Command(name = "order")
  private static final class Ordered {
    @Mixin private Order order = new Order();
  }

  private static final RolloutState SEEN =
      RolloutState.newBuilder()
          .setTaskId("pets")
          .setPhase(Phase.CANARY)
          .setStableVersion(7)
          .setCandidateVersion(8)
          .build();

  @Test
  void everyOrderCarriesTheStateThatWasSeen() throws Exception {
    var ordered = new Ordered();
    new CommandLine(ordered).parseArgs("--by", "ann", "--why", "looks wrong");
    for (var request :
        List.<Message.Builder>of(
            AbortRequest.newBuilder(),
            PauseRequest.newBuilder(),
            ResumeRequest.newBuilder(),
            PromoteRequest.newBuilder(),
            RollBackRequest.newBuilder())) {
      var expected = request.clone();
      JsonFormat.parser()
          .merge(
              """
              {"taskId": "pets", "expectedStable": 7, "expectedCandidate": 8,
               "expectedPhase": "CANARY", "by": "ann", "why": "looks wrong"}\
              """,
              expected);
      assertEquals(expected.build(), ordered.order.into(request, SEEN).build());
    }
  }

  @Test
  void aReplaySaysWhatItCompared() {
    assertEquals(
        "     3  same     head 12ab34, rebuilt and published, from 480 examples",
        Replay.line(new Replaying.Rebuilt(3, Replaying.Result.SAME, "12ab34 480")));
    var differs = "the heads come out as 12ab34, published as 56cd78";
    assertEquals(
        "     4  differs  " + differs,
        Replay.line(new Replaying.Rebuilt(4, Replaying.Result.DIFFERS, differs)));
  }
}
