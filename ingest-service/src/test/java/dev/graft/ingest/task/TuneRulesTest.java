package dev.graft.ingest.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.util.JsonFormat;
import dev.graft.v1.TunePolicy;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TuneRulesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'mode': 'OFF'}",
        "{'mode': 'AUTO', 'every': '3600s', 'preset': 'SGD', 'epochs': 100, 'budget': '0s'}",
        "{'cut': 'layer3', 'batchNorm': 'TRAINED'}",
        "{'preset': 'AUGMENTED', 'keepsLabels': {'transformations': ['CROP', 'COLOUR']}}",
        "{'keepsLabels': {}}"
      })
  void takesWhatCanBe(String json) throws Exception {
    assertEquals(List.of(), TuneRules.broken(policy(json), "mini"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'epochs': 101} | tune.epochs must be 0 to 100",
        "{'epochs': -1} | tune.epochs must be 0 to 100",
        "{'budget': '-1s'} | tune.budget must be a duration from 0 to 365 days",
        "{'mode': 'AUTO', 'every': '3599s'} | tune.every must be a duration from 1 hour to 365"
            + " days",
        "{'mode': 'AUTO', 'every': '40000000s'} | tune.every must be a duration from 1 hour to 365"
            + " days",
        "{'every': '86400s'} | tune.every is a schedule for a task that is fine-tuned of itself:"
            + " set tune.mode to AUTO",
        "{'cut': 'layer9'} | tune.cut: mini has no stage \"layer9\": there are stem, layer1,"
            + " layer2, layer3",
        "{'mode': 7} | tune.mode must be AUTO, OFF or left out",
        "{'preset': 77} | tune.preset must be ONE_CYCLE, ADAM_W, SGD, GRADUAL or AUGMENTED",
        "{'keepsLabels': {'transformations': [0]}} | tune.keeps_labels must name CROP, MIRROR,"
            + " UPSIDE_DOWN, ROTATION, COLOUR or ERASING, or nothing",
        "{'keepsLabels': {'transformations': [77]}} | tune.keeps_labels must name CROP, MIRROR,"
            + " UPSIDE_DOWN, ROTATION, COLOUR or ERASING, or nothing",
        "{'batchNorm': 77} | tune.batch_norm must be STATISTICS_FROZEN, ALL_FROZEN or TRAINED"
      })
  void refusesWhatCannot(String json, String why) throws Exception {
    assertEquals(List.of(why), TuneRules.broken(policy(json), "mini"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"features.14", "anything"})
  void takesAnyCutOfANetworkThatIsNotKnownHere(String cut) throws Exception {
    assertEquals(List.of(), TuneRules.broken(policy("{'cut': '" + cut + "'}"), "another"));
  }

  private static TunePolicy policy(String json) throws Exception {
    var policy = TunePolicy.newBuilder();
    JsonFormat.parser().merge(json.replace('\'', '"'), policy);
    return policy.build();
  }
}
