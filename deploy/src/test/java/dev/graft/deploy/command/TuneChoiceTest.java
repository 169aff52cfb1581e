package dev.graft.deploy.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.util.JsonFormat;
import dev.graft.deploy.Failure;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.TunePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What is typed, and what a task says then. */
class TuneChoiceTest {
  @Command(name = "create")
  private static final class Create {
    @Mixin private TuneChoice tune = new TuneChoice();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--tune auto | {'mode':'AUTO'}",
        "--tune off | {'mode':'OFF'}",
        "--tune auto --tune-every 7d | {'mode':'AUTO','every':'604800s'}",
        "--tune-cut layer4 --tune-preset adam-w | {'cut':'layer4','preset':'ADAM_W'}",
        "--tune-keeps crop,upside-down |"
            + " {'keepsLabels':{'transformations':['CROP','UPSIDE_DOWN']}}",
        "--tune-keeps none --tune-preset augmented | {'preset':'AUGMENTED','keepsLabels':{}}",
        "--tune-batch-norm trained | {'batchNorm':'TRAINED'}",
        "--tune command --tune-preset gradual --tune-epochs 3 --tune-budget 20m |"
            + " {'preset':'GRADUAL','epochs':3,'budget':'1200s'}"
      })
  void saysOfATaskWhatIsTyped(String typed, String json) throws Exception {
    var expected = TunePolicy.newBuilder();
    JsonFormat.parser().merge(json.replace('\'', '"'), expected);
    assertEquals(expected.build(), said(typed.split(" ")).getTune());
  }

  @Test
  void saysNothingWhereNothingIsTyped() {
    assertFalse(said().hasTune());
    assertFalse(said("--tune", "command").hasTune());
  }

  @Test
  void namesThePresetsAndModesThereAre() {
    var failure = assertThrows(Failure.class, () -> said("--tune-preset", "lion"));
    assertEquals(
        "no preset is called lion; there are one-cycle, adam-w, sgd, gradual, augmented",
        failure.getMessage());
    var change = assertThrows(Failure.class, () -> said("--tune-keeps", "mirror,blur"));
    assertEquals(
        "no change is called blur; there are crop, mirror, upside-down, rotation, colour, erasing",
        change.getMessage());
    var mode = assertThrows(Failure.class, () -> said("--tune-batch-norm", "free"));
    assertEquals(
        "no mode of BatchNorm is called free; there are statistics-frozen, all-frozen, trained",
        mode.getMessage());
  }

  private static TaskSpec said(String... typed) {
    var create = new Create();
    new CommandLine(create).parseArgs(typed);
    var task = TaskSpec.newBuilder();
    create.tune.addTo(task);
    return task.build();
  }
}
