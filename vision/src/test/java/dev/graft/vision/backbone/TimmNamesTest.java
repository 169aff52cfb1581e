package dev.graft.vision.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.layer.Weight;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of timm fill our networks: every tensor of theirs is one of ours, and none is left. */
class TimmNamesTest {
  private static final String VGG16 = "64 64 M 128 128 M 256 256 256 M 512 512 512 M 512 512 512 M";
  private static final String VGG19 =
      "64 64 M 128 128 M 256 256 256 256 M 512 512 512 512 M 512 512 512 512 M";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vgg16",
        "vgg16_bn",
        "vgg19",
        "efficientnet_b0",
        "efficientnet_b4",
        "mobilenet_v2",
        "mobilenet_v3_small",
        "mobilenet_v3_large",
        "convnext_tiny",
        "convnext_base",
        "vit_b_16"
      })
  void mapOneToOneWithEqualShapes(String name) {
    Architecture architecture = Architectures.find(name).orElseThrow();
    Map<String, Weight> ours = architecture.network(1000).weights();
    var mapped = new HashSet<String>();
    timms(name)
        .forEach(
            (theirs, shape) -> {
              String own = architecture.weightName(theirs);
              assertTrue(ours.containsKey(own), theirs + " became " + own);
              assertTrue(mapped.add(own), theirs + " became " + own + ", as another did");
              assertShapes(architecture, own, ours.get(own), shape, theirs);
            });
    assertEquals(new TreeSet<>(ours.keySet()), new TreeSet<>(mapped));
  }

  /** Of the feature part; classifiers may be convolutions there. */
  private static void assertShapes(
      Architecture architecture, String name, Weight ours, long[] theirs, String inFile) {
    if (architecture.network(0).weights().containsKey(name)) {
      assertTrue(
          ours.takes(theirs),
          inFile + Arrays.toString(theirs) + " does not fit " + Arrays.toString(ours.shape()));
    } else {
      assertEquals(ours.size(), Arrays.stream(theirs).reduce(1, (a, b) -> a * b), inFile);
    }
  }

  @Test
  void torchvisionsOwnNamesStayAsTheyAre() {
    for (Architecture architecture : Architectures.all()) {
      var names = architecture.network(7).weights().keySet();
      names.forEach(name -> assertEquals(name, architecture.weightName(name)));
    }
  }

  /** ResNet and DenseNet are called the same in both; timm's ResNet is checked by hand. */
  @Test
  void someFamiliesNeedNoMapping() {
    assertTrue(weightsOf("resnet50").containsKey("layer4.0.downsample.1.running_var"));
    assertTrue(
        weightsOf("densenet121").containsKey("features.denseblock4.denselayer16.conv2.weight"));
    assertTrue(weightsOf("densenet121").containsKey("features.transition3.norm.bias"));
  }

  @Test
  void namesThatAreNoBlocksAreLeftAlone() {
    for (String odd :
        new String[] {
          "blocks.99999999999.0.conv_dw.weight",
          "blocks.5.99.conv_pw.weight",
          "blocks.99.0.conv_dw.weight",
          "blocks.9.9.se.conv_reduce.bias",
          "blocks.0.conv_dw",
          "",
          "stages.9",
          "stages.9.blocks.9.gamma"
        }) {
      for (Architecture architecture : Architectures.all()) {
        assertFalse(weightsOf(architecture.name()).containsKey(architecture.weightName(odd)), odd);
      }
    }
  }

  @Test
  void olderNamesOfTorchvisionsTransformerAreKnown() {
    assertEquals(
        "encoder.layers.encoder_layer_3.mlp.3.bias",
        Architectures.find("vit_b_16")
            .orElseThrow()
            .weightName("encoder.layers.encoder_layer_3.mlp.linear_2.bias"));
  }

  /** timm's epsilon under the root is 1e-5 there, ours 1e-3: the sum must be theirs. */
  @Test
  void variancesOfTimmsMobileNetV3KeepTheirEpsilon() {
    Architecture network = Architectures.find("mobilenet_v3_large").orElseThrow();
    float[] values = network.weightValues("blocks.1.0.bn2.running_var", new float[] {0, 1e-4f, 2});
    for (int i = 0; i < values.length; i++) {
      double theirs = new double[] {0, 1e-4, 2}[i] + 1e-5;
      assertEquals(theirs, values[i] + 1e-3, 1e-6 * theirs + 1e-10);
    }
    var own = new float[] {0, 1e-4f, 2};
    assertArrayEquals(own, network.weightValues("features.2.block.1.1.running_var", own.clone()));
    assertArrayEquals(own, network.weightValues("blocks.1.0.bn2.running_mean", own.clone()));
  }

  private static Map<String, Weight> weightsOf(String name) {
    return Architectures.find(name).orElseThrow().network(1).weights();
  }

  private static Map<String, long[]> timms(String name) {
    return new TreeMap<>(
        switch (name) {
          case "vgg16" -> TimmStructure.vgg(false, VGG16);
          case "vgg16_bn" -> TimmStructure.vgg(true, VGG16);
          case "vgg19" -> TimmStructure.vgg(false, VGG19);
          case "efficientnet_b0" -> TimmStructure.efficientNet(1, 1);
          case "efficientnet_b4" -> TimmStructure.efficientNet(1.4, 1.8);
          case "mobilenet_v2" -> TimmStructure.mobileNetV2();
          case "mobilenet_v3_small" -> TimmStructure.mobileNetV3Small();
          case "mobilenet_v3_large" -> TimmStructure.mobileNetV3Large();
          case "convnext_tiny" -> TimmStructure.convNeXt(96, 3, 3, 9, 3);
          case "convnext_base" -> TimmStructure.convNeXt(128, 3, 3, 27, 3);
          case "vit_b_16" -> TimmStructure.visionTransformer();
          default -> throw new IllegalArgumentException(name);
        });
  }
}
