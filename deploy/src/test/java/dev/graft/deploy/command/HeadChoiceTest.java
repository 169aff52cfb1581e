package dev.graft.deploy.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.JsonFormat;
import dev.graft.deploy.Failure;
import dev.graft.v1.HeadPolicy;
import dev.graft.v1.TaskSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What is typed, and what a task says then. */
class HeadChoiceTest {
  @Command(name = "create")
  private static final class Create {
    @Mixin private HeadChoice head = new HeadChoice();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--head ridge | {'kinds':['RIDGE']}",
        "--head nearest-mean,softmax --balance weights | {'kinds':['NEAREST_MEAN','SOFTMAX'],'balance':'WEIGHTS'}",
        "--head all --reject 0.1 | {'kinds':['NEAREST_MEAN','DISCRIMINANT','RIDGE','SOFTMAX','SUPPORT_VECTORS','NEIGHBOURS','PERCEPTRON'],'rejectionRate':0.1}",
        "--balance none | {'balance':'AS_FOUND'}",
        "--balance corrected --reject 0 | {'balance':'CORRECTED','rejectionRate':0}"
      })
  void saysOfATaskWhatIsTyped(String typed, String json) throws Exception {
    var expected = HeadPolicy.newBuilder();
    JsonFormat.parser().merge(json.replace('\'', '"'), expected);
    assertEquals(expected.build(), said(typed.split(" ")).getHead());
  }

  @Test
  void saysNothingWhereNothingIsTyped() {
    assertFalse(said().hasHead());
  }

  @Test
  void namesTheKindsThereAre() {
    var failure = assertThrows(Failure.class, () -> said("--head", "forest"));
    assertTrue(String.valueOf(failure.getMessage()).contains("support-vectors"));
  }

  private static TaskSpec said(String... typed) {
    var create = new Create();
    new CommandLine(create).parseArgs(typed);
    var task = TaskSpec.newBuilder();
    create.head.addTo(task);
    return task.build();
  }
}
