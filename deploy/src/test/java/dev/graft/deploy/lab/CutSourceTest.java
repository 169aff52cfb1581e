package dev.graft.deploy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.InputOptions;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where else a network may be cut, on paper: no weights are read. */
class CutSourceTest {
  @ParameterizedTest
  @CsvSource({"mobilenet_v2,features.7", "resnet18,layer3"})
  void theLastTwoResolutionsBeginEarlierThanTheUsualTail(String network, String stage) {
    assertEquals(stage, usual(network).earlier().orElseThrow().cut());
    assertEquals(stage, usual(network).halved().orElseThrow().earlier().orElseThrow().cut());
  }

  @ParameterizedTest
  @CsvSource({"mini", "vit_b_16"})
  void aNetworkWithoutThemHasNone(String network) {
    assertEquals(Optional.empty(), usual(network).earlier());
  }

  @Test
  void theSideIsHalvedOnceAndNothingIsCutOff() {
    CutSource half = usual("mobilenet_v2").halved().orElseThrow();
    assertEquals(112, half.preprocessing().crop());
    assertEquals(112, half.preprocessing().resize());
    assertEquals(Optional.empty(), half.halved());
    assertEquals(Optional.empty(), usual("vit_b_16").halved());
  }

  private static CutSource usual(String network) {
    String cut = Architectures.find(network).orElseThrow().defaultCut();
    return new CutSource(
        new WeightsFile(network, null), cut, InputOptions.USUAL, Path.of(""), Device.CPU, 1);
  }
}
