package dev.graft.ingest.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.util.JsonFormat;
import dev.graft.events.BackboneJson;
import dev.graft.v1.BackboneRef;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.ResolvedSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * This service refuses what those that compute would, and nothing else. After a change of vision's
 * networks, {@code mvn -pl ingest-service -am test -Dtest=BackboneRulesTest -Dbackbones.record=true
 * -Dsurefire.failIfNoSpecifiedTests=false} records what is known of them here.
 */
class BackboneRulesTest {
  private static final Path FACTS =
      Path.of("src/main/resources/dev/graft/ingest/task/backbones.json");

  @Test
  void knowsTheNetworksAsTheyAre() throws Exception {
    var facts = new TreeMap<String, KnownBackbones.Facts>();
    Architectures.all().stream()
        .filter(network -> network.getClass().getPackage().equals(Architecture.class.getPackage()))
        .forEach(network -> facts.put(network.name(), facts(network))); // none of a test's own
    var json =
        JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
    var printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    String now = json.writer(printer).writeValueAsString(facts) + "\n";
    if (Boolean.getBoolean("backbones.record")) {
      Files.writeString(FACTS, now);
    }
    assertEquals(json.readTree(now), json.readTree(Files.readString(FACTS)));
  }

  private static KnownBackbones.Facts facts(Architecture network) {
    return new KnownBackbones.Facts(
        network.smallestSize(),
        ResolvedSpec.LARGEST_SIZE,
        network.sizeMultiple(),
        network.network(0).stageNames(),
        network.weightSets().stream()
            .map(
                set ->
                    new KnownBackbones.Weights(
                        set.name(), set.preprocessing().crop(), set.preprocessing().resize()))
            .toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'name':'mini'}",
        "{'name':'resnet50','taps':[{'stage':'layer2'},{'stage':'layer4','pooling':'MEAN_AND_MAX'}]}",
        "{'name':'resnet50','taps':[{'stage':'embedding'},{'stage':'stem'}]}",
        "{'name':'resnet50','input':{'size':448,'weight_set':'IMAGENET1K_V2'}}",
        "{'name':'resnet50','input':{'size':1024}}",
        "{'name':'resnet50','input':{'resize':224}}",
        "{'name':'vit_b_16','input':{'size':384}}",
        "{'name':'mini','input':{'pad':{}}}",
        "{'name':'mini','input':{'pad':{'colour':[1,2,3]},'resize':64}}",
        "{'name':'mini','input':{'pad':{'colour':[9]},'gray':true,'channels':1}}",
        "{'name':'mini','input':{'tiles':{}}}",
        "{'name':'mini','input':{'tiles':{'pooling':'MAX','most':4},'resize':1024}}",
        "{'name':'mini','input':{'gray':true,'clahe':{}}}",
        "{'name':'mini','input':{'clahe':{'clip_limit':4,'grid':64}}}",
        "{'name':'mini','input':{'bands':[4,3,2],'gray':true}}",
        "{'name':'mini','input':{'bands':[4,3,2,8],'mean':[0.1,0.2,0.3,0.4],'std':[1]}}",
        "{'name':'mini','input':{'bands':[12],'channels':3,'clahe':{}}}",
        "{'name':'mini','input':{'bands':[12],'channels':32}}",
        "{'name':'mini','input':{'allow_small':true,'interpolation':'BICUBIC'}}"
      })
  void takesWhatThoseThatComputeTake(String json) throws Exception {
    var backbone = backbone(json);
    ResolvedSpec.of(BackboneSpec.parse(BackboneJson.of(backbone)));
    assertEquals(List.of(), BackboneRules.broken(backbone));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'name':'mini','taps':[{'stage':'layer9'}]}",
        "{'name':'mini','taps':[{}]}",
        "{'name':'mini','taps':[{'stage':'stem'},{'stage':'stem','pooling':'MEAN_AND_MAX'}]}",
        "{'name':'mini','taps':[{'stage':'embedding','pooling':'MEAN_AND_MAX'}]}",
        "{'name':'resnet50','input':{'weight_set':'V9'}}",
        "{'name':'resnet50','input':{'size':31}}",
        "{'name':'resnet50','input':{'size':-224}}",
        "{'name':'resnet50','input':{'size':1025}}",
        "{'name':'vit_b_16','input':{'size':250}}",
        "{'name':'resnet50','input':{'resize':223}}",
        "{'name':'resnet50','input':{'size':300,'resize':256}}",
        "{'name':'resnet50','input':{'resize':-1}}",
        "{'name':'mini','input':{'channels':4}}",
        "{'name':'mini','input':{'channels':-1}}",
        "{'name':'mini','input':{'gray':true,'channels':33}}",
        "{'name':'mini','input':{'bands':[0,1,2]}}",
        "{'name':'mini','input':{'bands':[1,2],'gray':true}}",
        "{'name':'mini','input':{'bands':[1,2],'channels':3}}",
        "{'name':'mini','input':{'bands':[1,2],'clahe':{}}}",
        "{'name':'mini','input':{'clahe':{'clip_limit':0.9}}}",
        "{'name':'mini','input':{'clahe':{'grid':65}}}",
        "{'name':'mini','input':{'clahe':{'grid':-1}}}",
        "{'name':'mini','input':{'mean':[0.5,0.5]}}",
        "{'name':'mini','input':{'std':[0.5,0.5]}}",
        "{'name':'mini','input':{'std':[0]}}",
        "{'name':'mini','input':{'std':[-1,1,1]}}",
        "{'name':'mini','input':{'mean':['NaN']}}",
        "{'name':'mini','input':{'pad':{},'tiles':{}}}",
        "{'name':'mini','input':{'pad':{},'resize':80}}",
        "{'name':'mini','input':{'pad':{'colour':[256]}}}",
        "{'name':'mini','input':{'pad':{'colour':[-1,0,0]}}}",
        "{'name':'mini','input':{'pad':{'colour':[1,2]}}}",
        "{'name':'mini','input':{'tiles':{'most':-1}}}",
        "{'name':'mini','input':{'tiles':{'most':33}}}",
        "{'name':'mini','input':{'tiles':{},'resize':1000}}"
      })
  void refusesWhatThoseThatComputeRefuse(String json) throws Exception {
    var backbone = backbone(json);
    assertFalse(BackboneRules.broken(backbone).isEmpty(), "taken");
    assertFalse(computes(backbone), "they would compute it");
  }

  @Test
  void saysWhatIsWrongAndWhatThereIs() throws Exception {
    assertEquals(
        List.of(
            "backbone.taps: mini has no stage \"layer9\": there are stem, layer1, layer2, layer3, and embedding",
            "backbone.input.size must be 16 to 1024 for mini, not 8",
            "backbone.input.mean has 2 numbers for 3 channels"),
        BackboneRules.broken(
            backbone(
                "{'name':'mini','taps':[{'stage':'layer9'}],'input':{'size':8,'mean':[0.1,0.2]}}")));
  }

  @Test
  void aNetworkOfSomebodysOwnIsLeftToThoseThatKnowIt() throws Exception {
    var own = backbone("{'name':'our_own_net','taps':[{'stage':'leaf'}],'input':{'size':100}}");
    assertEquals(List.of(), BackboneRules.broken(own));
  }

  @Test
  void aNumberThatIsNoWordIsRefused() {
    var backbone = BackboneRef.newBuilder().setName("mini");
    backbone.getInputBuilder().setInterpolationValue(99);
    assertTrue(BackboneRules.broken(backbone.build()).get(0).contains("input.interpolation"));
  }

  private static boolean computes(BackboneRef backbone) {
    try {
      ResolvedSpec.of(BackboneSpec.parse(BackboneJson.of(backbone)));
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  private static BackboneRef backbone(String json) throws Exception {
    var backbone = BackboneRef.newBuilder();
    JsonFormat.parser().merge(json.replace('\'', '"'), backbone);
    return backbone.build();
  }
}
