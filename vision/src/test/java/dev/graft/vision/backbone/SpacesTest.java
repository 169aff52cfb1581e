package dev.graft.vision.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a spec means, and which specs mean the same. */
class SpacesTest {
  private static final String WEIGHTS = "ab".repeat(32);

  static Stream<String> golden() throws IOException {
    try (var in = SpacesTest.class.getResourceAsStream("spaces.txt")) {
      var lines = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return lines.lines().filter(line -> !line.startsWith("#")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("golden")
  void theUsualSpacesStayWhatTheyWere(String line) {
    String name = line.substring(0, line.indexOf(' '));
    var spec =
        name.equals("mini-as-shipped")
            ? new BackboneSpec("mini", "")
            : new BackboneSpec(name, WEIGHTS);
    assertEquals(line, name + " " + Backbone.spaceOf(spec).id());
    assertEquals(
        Backbone.spaceOf(spec), Backbone.spaceOf(BackboneSpec.parse(spec.toString())), "as JSON");
  }

  @Test
  void theTextOfAUsualSpaceIsReadable() {
    assertEquals(
        """
        graft space 1
        backbone resnet50
        weights abab
        cut none, tail none
        pooling mean
        preprocessing resize=256,interpolation=bilinear,antialias,crop=224,rgb,scale=1/255,\
        mean=[0.485, 0.456, 0.406],std=[0.229, 0.224, 0.225]
        dtype float32""",
        text("{'name':'resnet50'}"));
  }

  @Test
  void theTextOfAnUnusualSpaceSaysAllOfIt() {
    assertEquals(
        """
        graft space 1
        backbone resnet50
        weights abab
        cut none, tail none
        pooling layer2 mean and max; layer3 mean; embedding mean
        preprocessing resize=long 320,interpolation=bicubic,antialias,pad=320 on [127],gray of rgb,\
        clahe=2.5 on 4x4,scale=1/255,mean=[0.5],std=[0.25]
        dtype float32
        first convolution of 1 channels, as timm adapts it
        small pictures too""",
        text(
            """
            {'name':'resnet50',
             'input':{'size':320,'interpolation':'BICUBIC','pad':{'colour':[127]},'gray':true,
                      'clahe':{'clip_limit':2.5,'grid':4},'channels':1,'mean':[0.5],'std':[0.25],
                      'allow_small':true},
             'taps':[{'stage':'layer2','pooling':'MEAN_AND_MAX'},{'stage':'layer3'},
                     {'stage':'embedding'}]}"""));
    assertEquals(
        "resize=at most 448,interpolation=bilinear,antialias,tiles=224 max of at most 8,"
            + "bands [4, 3, 2],scale=1/255,mean=[0.485, 0.456, 0.406],std=[0.229, 0.224, 0.225]",
        resolved("{'name':'resnet50','input':{'tiles':{'pooling':'MAX'},'bands':[4,3,2]}}")
            .preprocessing()
            .canonical());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'input':{}}",
        "{'input':{'size':224}}",
        "{'input':{'resize':256,'interpolation':'BILINEAR'}}",
        "{'input':{'weight_set':'IMAGENET1K_V1','channels':3}}",
        "{'input':{'mean':[0.485,0.456,0.406],'std':[0.229,0.224,0.225]}}",
        "{'taps':[{'stage':'embedding'}]}",
        "{'taps':[{'stage':'embedding','pooling':'MEAN'}],'input':{'allow_small':false}}"
      })
  void whatIsSaidThoughItIsUsualChangesNothing(String spelled) {
    assertEquals(space("{}"), space(spelled));
  }

  @Test
  void otherSpellingsOfOneThingAreOneSpace() {
    assertEquals(
        space("{'input':{'pad':{}}}"), space("{'input':{'pad':{'colour':[0,0,0]},'resize':224}}"));
    assertEquals(
        space("{'input':{'clahe':{}}}"), space("{'input':{'clahe':{'clip_limit':2.0,'grid':8}}}"));
    assertEquals(
        space("{'input':{'tiles':{}}}"),
        space("{'input':{'tiles':{'pooling':'MEAN','most':8},'resize':448}}"));
    assertEquals(
        space("{'input':{'mean':[0.5],'std':[0.5]}}"),
        space("{'input':{'mean':[0.5,0.5,0.5],'std':[0.5,0.5,0.5]}}"));
    assertEquals(
        space("{'taps':[{'stage':'layer1'}]}"),
        space("{'taps':[{'stage':'layer1','pooling':'MEAN'}]}"));
  }

  @Test
  void eachThingThatIsOtherwiseIsItsOwnSpace() {
    var specs =
        List.of(
            "{}",
            "{'input':{'weight_set':'IMAGENET1K_V2'}}",
            "{'input':{'size':256}}",
            "{'input':{'resize':224}}",
            "{'input':{'interpolation':'BICUBIC'}}",
            "{'input':{'pad':{}}}",
            "{'input':{'pad':{'colour':[1]}}}",
            "{'input':{'tiles':{}}}",
            "{'input':{'tiles':{'pooling':'MAX'}}}",
            "{'input':{'tiles':{'most':4}}}",
            "{'input':{'gray':true}}",
            "{'input':{'gray':true,'channels':1}}",
            "{'input':{'gray':true,'bands':[1,2,3]}}",
            "{'input':{'clahe':{}}}",
            "{'input':{'clahe':{'grid':4}}}",
            "{'input':{'clahe':{'clip_limit':3}}}",
            "{'input':{'bands':[1,2,3]}}",
            "{'input':{'bands':[3,2,1]}}",
            "{'input':{'bands':[1,2]}}",
            "{'input':{'bands':[1]}}",
            "{'input':{'bands':[1],'channels':3}}",
            "{'input':{'mean':[0.5]}}",
            "{'input':{'std':[0.5]}}",
            "{'input':{'allow_small':true}}",
            "{'taps':[{'stage':'layer3'}]}",
            "{'taps':[{'stage':'layer3','pooling':'MEAN_AND_MAX'}]}",
            "{'taps':[{'stage':'layer3'},{'stage':'embedding'}]}",
            "{'taps':[{'stage':'embedding'},{'stage':'layer3'}]}");
    var spaces = new HashSet<Space>();
    specs.forEach(spec -> spaces.add(space(spec)));
    assertEquals(specs.size(), spaces.size());
    assertNotEquals(space("{}"), Backbone.spaceOf(new BackboneSpec("resnet50", "cd".repeat(32))));
  }

  @Test
  void sidesFollowTheSize() {
    assertEquals(
        366, resolved("{'name':'resnet50','input':{'size':320}}").preprocessing().resize());
    var v2 = resolved("{'name':'resnet50','input':{'weight_set':'IMAGENET1K_V2'}}");
    assertEquals(232, v2.preprocessing().resize());
    assertEquals(384, resolved("{'name':'vit_b_16','input':{'size':384}}").size());
  }

  @Test
  void meansOfOtherChannelsAreThoseOfTheWeightsTheyGet() {
    assertEquals(
        List.of(0.485f, 0.456f, 0.406f, 0.485f),
        resolved("{'name':'resnet50','input':{'bands':[1,2,3,4]}}").preprocessing().mean());
    assertEquals(
        List.of((0.229f + 0.224f + 0.225f) / 3),
        resolved("{'name':'resnet50','input':{'bands':[1]}}").preprocessing().std());
  }

  static Stream<List<String>> impossible() {
    return Stream.of(
        List.of("{'name':'resnet51'}", "there is no backbone resnet51"),
        List.of(
            "{'taps':[{'stage':'layer5'}]}", "resnet50 has no stage \"layer5\": there are stem,"),
        List.of("{'taps':[{'stage':'layer1'},{'stage':'layer1'}]}", "layer1 is tapped twice"),
        List.of("{'taps':[{'stage':'embedding','pooling':'MEAN_AND_MAX'}]}", "is one vector"),
        List.of("{'input':{'size':31}}", "size must be 32 to 1024 for resnet50, not 31"),
        List.of("{'input':{'size':1025}}", "size must be 32 to 1024 for resnet50, not 1025"),
        List.of("{'name':'vit_b_16','input':{'size':230}}", "a multiple of 16 for vit_b_16"),
        List.of("{'input':{'size':256,'resize':200}}", "resize 200 is less than size 256"),
        List.of("{'input':{'weight_set':'V9'}}", "resnet50 has no weights V9, only IMAGENET1K_V1"),
        List.of("{'input':{'mean':[0.5,0.5]}}", "mean has 2 numbers for 3 channels"),
        List.of("{'input':{'std':[0.5,0.5,0.5,0.5]}}", "std has 4 numbers for 3 channels"),
        List.of("{'input':{'std':[0]}}", "a std must be a number above 0"),
        List.of("{'input':{'channels':4}}", "3 bands cannot be 4 channels"),
        List.of("{'input':{'bands':[0]}}", "bands are counted from 1"),
        List.of("{'input':{'gray':true,'bands':[1,2]}}", "gray is made of 3 bands, not 2"),
        List.of("{'input':{'clahe':{},'bands':[1,2]}}", "clahe takes 1 band or 3, not 2"),
        List.of("{'input':{'clahe':{'clip_limit':0.5}}}", "must be 1 or more, not 0.5"),
        List.of("{'input':{'pad':{},'tiles':{}}}", "pad and tiles exclude each other"),
        List.of("{'input':{'pad':{},'resize':300}}", "pad makes the long side size"),
        List.of("{'input':{'pad':{'colour':[300]}}}", "must be of 0 to 255"),
        List.of("{'input':{'pad':{'colour':[1,2]}}}", "1 number or 3, not 2"),
        List.of("{'input':{'tiles':{},'resize':4000}}", "1 to 64 squares, not 144"));
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void saysWhyASpecCannotBe(List<String> specAndReason) {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> resolved(specAndReason.get(0)));
    assertTrue(refused.getMessage().contains(specAndReason.get(1)), refused.getMessage());
  }

  @Test
  void anUnknownWordOfASpecIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> BackboneSpec.parse("{\"name\":\"mini\",\"cut\":1}"));
    assertThrows(
        IllegalArgumentException.class,
        () -> BackboneSpec.parse("{\"name\":\"mini\",\"input\":{\"interpolation\":7}}"));
  }

  /** Of a resnet50 unless it names another. */
  private static BackboneSpec spec(String json) {
    var spec = BackboneSpec.parse(json.replace('\'', '"'));
    String name = spec.name().isEmpty() ? "resnet50" : spec.name();
    return new BackboneSpec(name, WEIGHTS, spec.input(), spec.taps());
  }

  private static ResolvedSpec resolved(String json) {
    return ResolvedSpec.of(spec(json));
  }

  private static Space space(String json) {
    return Backbone.spaceOf(spec(json));
  }

  private static String text(String json) {
    return Spaces.text(resolved(json), "abab");
  }
}
