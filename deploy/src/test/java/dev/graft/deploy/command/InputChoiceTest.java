package dev.graft.deploy.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.util.JsonFormat;
import dev.graft.v1.BackboneRef;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What is typed, and what a task says then. */
class InputChoiceTest {
  @Command(name = "create")
  private static final class Create {
    @Mixin private InputChoice input = new InputChoice();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | {}",
        "--size 448 --resize 512 | {'input':{'size':448,'resize':512}}",
        "--pad | {'input':{'pad':{'colour':[0]}}}",
        "--pad 1,2,3 --gray | {'input':{'pad':{'colour':[1,2,3]},'gray':true}}",
        "--tiles | {'input':{'tiles':{'pooling':'MEAN'}}}",
        "--tiles max | {'input':{'tiles':{'pooling':'MAX'}}}",
        "--clahe | {'input':{'clahe':{'clipLimit':2}}}",
        "--clahe 3.5 --clahe-grid 4 | {'input':{'clahe':{'clipLimit':3.5,'grid':4}}}",
        "--bands 4,3,2 --mean 0.1,0.2,0.3 --std 0.5 | {'input':{'bands':[4,3,2],'mean':[0.1,0.2,0.3],'std':[0.5]}}",
        "--channels 1 --allow-small | {'input':{'channels':1,'allowSmall':true}}",
        "--weight-set IMAGENET1K_V2 --interpolation bicubic | {'input':{'weightSet':'IMAGENET1K_V2','interpolation':'BICUBIC'}}",
        "--tap layer3 --tap embedding | {'taps':[{'stage':'layer3','pooling':'MEAN'},{'stage':'embedding','pooling':'MEAN'}]}",
        "--pool mean_and_max --tap layer3 --tap embedding | {'taps':[{'stage':'layer3','pooling':'MEAN_AND_MAX'},{'stage':'embedding','pooling':'MEAN'}]}"
      })
  void saysOfABackboneWhatIsTyped(String typed, String json) throws Exception {
    var create = new Create();
    new CommandLine(create).parseArgs(typed.isEmpty() ? new String[0] : typed.split(" "));
    var backbone = BackboneRef.newBuilder();
    create.input.addTo(backbone);
    var expected = BackboneRef.newBuilder();
    JsonFormat.parser().merge(json.replace('\'', '"'), expected);
    assertEquals(expected.build(), backbone.build());
  }
}
