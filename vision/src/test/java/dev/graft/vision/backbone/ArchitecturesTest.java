package dev.graft.vision.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What architectures declare, against what torchvision publishes. */
class ArchitecturesTest {
  static List<Architecture> all() {
    return Architectures.all();
  }

  /**
   * Parameters, and multiply-adds in thousand millions, as torchvision's documentation has them.
   */
  @ParameterizedTest
  @CsvSource({
    "resnet18, 11689512, 1.814",
    "resnet34, 21797672, 3.664",
    "resnet50, 25557032, 4.089",
    "vgg16, 138357544, 15.470",
    "vgg16_bn, 138365992, 15.470",
    "vgg19, 143667240, 19.632",
    "densenet121, 7978856, 2.834",
    "efficientnet_b0, 5288548, 0.386",
    "efficientnet_b4, 19341616, 4.394",
    "mobilenet_v2, 3504872, 0.301",
    "mobilenet_v3_large, 5483032, 0.217",
    "mobilenet_v3_small, 2542856, 0.057",
    "convnext_tiny, 28589128, 4.456",
    "convnext_base, 88591464, 15.355",
    "vit_b_16, 86567656, 17.564",
    "squeezenet1_0, 1248424, 0.819",
    "squeezenet1_1, 1235496, 0.349"
  })
  void hasTorchvisionsParametersAndWork(String name, long parameters, String giga) {
    Architecture architecture = find(name);
    Outline outline =
        architecture.network(1000).outline(architecture.inputSize(), architecture.inputSize());
    assertEquals(parameters, outline.parameters());
    assertEquals(giga, String.format(Locale.ROOT, "%.3f", outline.multiplyAdds() / 1e9));
  }

  /** The map at the default cut, and the share of the work before it in hundredths. */
  @ParameterizedTest
  @CsvSource({
    "resnet18, layer4, 256 14 14, 77",
    "resnet34, layer4, 256 14 14, 82",
    "resnet50, layer4, 1024 14 14, 80",
    "vgg16, features.24, 512 14 14, 91",
    "vgg16_bn, features.34, 512 14 14, 91",
    "vgg19, features.28, 512 14 14, 91",
    "densenet121, features.8, 256 14 14, 73",
    "efficientnet_b0, features.6, 112 14 14, 63",
    "efficientnet_b4, features.6, 160 24 24, 61",
    "mobilenet_v2, features.14, 96 14 14, 70",
    "mobilenet_v3_large, features.13, 112 14 14, 71",
    "mobilenet_v3_small, features.9, 48 14 14, 64",
    "convnext_tiny, features.6, 384 14 14, 83",
    "convnext_base, features.6, 512 14 14, 91",
    "vit_b_16, encoder_layer_8, 197 768, 67",
    "squeezenet1_0, features.8, 256 27 27, 55",
    "squeezenet1_1, features.9, 256 13 13, 61",
    "mini, layer3, 96 8 8, 66"
  })
  void cutsWhereMostOfTheWorkIsDone(String name, String cut, String map, int percent) {
    Architecture architecture = find(name);
    Network network = architecture.network(0);
    Outline outline = network.outline(architecture.inputSize(), architecture.inputSize());
    assertEquals(cut, architecture.defaultCut());
    Outline.Part before = outline.stages().get(network.indexOf(cut) - 1);
    assertEquals(map, String.join(" ", before.shape().stream().map(String::valueOf).toList()));
    assertEquals(percent, Math.round(100 * outline.shareBefore(cut)));
  }

  @ParameterizedTest
  @CsvSource({
    "resnet50, IMAGENET1K_V1, 256, BILINEAR, 224",
    "resnet50, IMAGENET1K_V2, 232, BILINEAR, 224",
    "efficientnet_b0, IMAGENET1K_V1, 256, BICUBIC, 224",
    "efficientnet_b4, IMAGENET1K_V1, 384, BICUBIC, 380",
    "mobilenet_v2, IMAGENET1K_V2, 232, BILINEAR, 224",
    "mobilenet_v3_large, IMAGENET1K_V2, 232, BILINEAR, 224",
    "convnext_tiny, IMAGENET1K_V1, 236, BILINEAR, 224",
    "convnext_base, IMAGENET1K_V1, 232, BILINEAR, 224",
    "vit_b_16, IMAGENET1K_SWAG_E2E_V1, 384, BICUBIC, 384"
  })
  void preparesPicturesAsEachWeightSetWasTrained(
      String name, String set, int resize, String interpolation, int crop) {
    var preprocessing =
        find(name).weightSets().stream()
            .filter(weights -> weights.name().equals(set))
            .findFirst()
            .orElseThrow()
            .preprocessing();
    assertEquals(resize, preprocessing.resize());
    assertEquals(interpolation, preprocessing.interpolation().name());
    assertEquals(crop, preprocessing.crop());
  }

  @ParameterizedTest
  @MethodSource("all")
  void agreesWithItself(Architecture architecture) {
    Network network = architecture.network(0);
    Outline outline = network.outline(architecture.inputSize(), architecture.inputSize());
    assertEquals(List.of(architecture.width()), outline.embedding().shape());
    assertEquals(0, outline.classifier().parameters());
    assertTrue(network.indexOf(architecture.defaultCut()) > 0);
    assertTrue(architecture.smallestSize() <= architecture.inputSize());
    Outline small = network.outline(architecture.smallestSize(), architecture.smallestSize());
    small.stages().forEach(stage -> assertTrue(stage.shape().stream().allMatch(n -> n > 0)));
    assertEquals(outline.trunkParameters(), small.trunkParameters());
    architecture
        .weightSets()
        .forEach(set -> assertTrue(set.preprocessing().crop() >= architecture.smallestSize()));
  }

  @Test
  void namesAreUnique() {
    assertEquals(Architectures.names().stream().distinct().toList(), Architectures.names());
  }

  @Test
  void readsDenseNetsOldNames() {
    Architecture densenet = find("densenet121");
    assertEquals(
        "features.denseblock1.denselayer2.norm1.running_mean",
        densenet.weightName("features.denseblock1.denselayer2.norm.1.running_mean"));
    assertEquals(
        "features.denseblock4.denselayer16.conv2.weight",
        densenet.weightName("features.denseblock4.denselayer16.conv.2.weight"));
    densenet
        .network(1000)
        .weights()
        .keySet()
        .forEach(name -> assertEquals(name, densenet.weightName(name)));
  }

  private static Architecture find(String name) {
    return Architectures.find(name).orElseThrow();
  }
}
