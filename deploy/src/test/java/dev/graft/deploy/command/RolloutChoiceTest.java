package dev.graft.deploy.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.util.JsonFormat;
import dev.graft.v1.TaskSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What is typed, and what a task says then. */
class RolloutChoiceTest {
  @Command(name = "create")
  private static final class Create {
    @Mixin private RolloutChoice rollout = new RolloutChoice();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | {}",
        "--refresh canary | {'rollout':{'refresh':{'mode':'CANARY'}}}",
        "--change direct | {'rollout':{'change':{'mode':'DIRECT'}}}",
        "--shares 0.1,1 --soak 1s | {'rollout':{'change':{'shares':[0.1,1],'soak':'1s'}}}",
        "--refresh canary --change direct --shares 0.2 | {'rollout':{'refresh':{'mode':'CANARY','shares':[0.2]},'change':{'mode':'DIRECT'}}}",
        "--change shadow --shares 0.2 | {'rollout':{'change':{'mode':'SHADOW','shares':[0.2]}}}",
        "--overlap queue --margin 0 --watch 1d --log-shadow-wait 0 | {'rollout':{'overlap':'QUEUE','margin':0,'watch':'86400s','logShadowWait':'0s'}}"
      })
  void saysOfRolloutsWhatIsTyped(String typed, String json) throws Exception {
    var create = new Create();
    new CommandLine(create).parseArgs(typed.isEmpty() ? new String[0] : typed.split(" "));
    var task = TaskSpec.newBuilder();
    create.rollout.addTo(task);
    var expected = TaskSpec.newBuilder();
    JsonFormat.parser().merge(json.replace('\'', '"'), expected);
    assertEquals(expected.build(), task.build());
  }
}
