package dev.graft.vision.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.WeightSet;
import dev.graft.vision.picture.Interpolation;
import dev.graft.vision.picture.Preprocessing;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  /** Ours alone, or of the tests: nobody published weights for these. */
  private static final Set<String> UNPUBLISHED = Set.of("mini", "twig");

  @Test
  void namesAreUniqueAndOfNetworksThatExist() {
    var names = new HashSet<String>();
    for (var weights : Catalogue.all()) {
      assertTrue(names.add(weights.name()), weights.name());
      assertTrue(Architectures.find(weights.architecture()).isPresent(), weights.name());
    }
  }

  @Test
  void holdsEverySetThatANetworkDeclaresWithItsPreprocessing() {
    for (Architecture network : Architectures.all()) {
      if (UNPUBLISHED.contains(network.name())) {
        continue;
      }
      assertEquals(
          network.weightSets().stream().collect(Collectors.toSet()),
          Catalogue.of(network.name()).stream()
              .filter(weights -> weights.checkpoint() != null)
              .map(weights -> new WeightSet(weights.set(), weights.preprocessing()))
              .collect(Collectors.toSet()),
          network.name());
    }
  }

  @Test
  void copiesOfTorchvisionsSetsNeedTorchvisionsPreprocessingButForOne() {
    var otherwise = new TreeSet<String>();
    for (var copy : Catalogue.all()) {
      if (copy.hub() != null && copy.set() != null) {
        var original = Catalogue.find(copy.architecture() + "." + copy.set()).orElseThrow();
        assertEquals(original.recipe(), copy.recipe());
        assertEquals(original.licence(), copy.licence());
        if (!original.preprocessing().equals(copy.preprocessing())) {
          otherwise.add(copy.name());
        }
      }
    }
    assertEquals(Set.of("densenet121.tv_in1k"), otherwise);
  }

  @Test
  void everyNetworkButTheSmallestFamilyCanBeFetchedFromTheHub() {
    var onlyCheckpoints =
        Architectures.names().stream()
            .filter(name -> !UNPUBLISHED.contains(name))
            .filter(
                name ->
                    Catalogue.of(name).stream().noneMatch(weights -> weights.url("").isPresent()))
            .toList();
    assertEquals(List.of("squeezenet1_0", "squeezenet1_1"), onlyCheckpoints);
  }

  @Test
  void someEntriesInFull() {
    assertEquals(
        new PublishedWeights(
            "resnet50.tv_in1k",
            "resnet50",
            "IMAGENET1K_V1",
            "timm/resnet50.tv_in1k",
            "5d061a3c593d795bfe682d9b152bafbcf550579873492def3515b46db1189888",
            null,
            "BSD-3-Clause",
            "https://github.com/pytorch/vision",
            "https://github.com/pytorch/vision/tree/main/references/classification#resnet",
            76.156,
            92.866,
            Preprocessing.imagenet(256, 224)),
        Catalogue.find("resnet50.tv_in1k").orElseThrow());
    assertEquals(
        new Preprocessing(
            248, Interpolation.BICUBIC, 224, List.of(.5f, .5f, .5f), List.of(.5f, .5f, .5f)),
        Catalogue.find("vit_base_patch16_224.augreg_in1k").orElseThrow().preprocessing());
  }

  @Test
  void swagIsNotForBusiness() {
    var names =
        Catalogue.all().stream()
            .filter(PublishedWeights::nonCommercial)
            .map(PublishedWeights::name)
            .collect(Collectors.toSet());
    assertEquals(
        Set.of("vit_b_16.IMAGENET1K_SWAG_E2E_V1", "vit_b_16.IMAGENET1K_SWAG_LINEAR_V1"), names);
  }

  @Test
  void saysWhereAFileLiesOrHowToMakeIt() {
    var fetched = Catalogue.find("resnet50.tv2_in1k").orElseThrow();
    assertEquals(
        "http://hub/timm/resnet50.tv2_in1k/resolve/main/model.safetensors",
        fetched.url("http://hub").orElseThrow());
    assertTrue(fetched.conversion().isEmpty());
    var made = Catalogue.find("resnet50.IMAGENET1K_V2").orElseThrow();
    assertTrue(made.url("http://hub").isEmpty());
    assertEquals(
        "python3 -c \"import torchvision.models as m, safetensors.torch as s;"
            + " s.save_file(m.resnet50(weights='IMAGENET1K_V2').state_dict(),"
            + " 'resnet50.IMAGENET1K_V2.safetensors')\"",
        made.conversion().orElseThrow());
  }
}
