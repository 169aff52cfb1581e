package dev.graft.deploy.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.events.BackboneJson;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.InputOptions;
import dev.graft.v1.Pad;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.ResolvedSpec;
import dev.graft.vision.catalogue.Catalogue;
import dev.graft.vision.catalogue.PublishedWeights;
import org.junit.jupiter.api.Test;

/** Weights bring the input that they were trained with, and a task may want another. */
class TrainedInputTest {
  private static final InputOptions BICUBIC =
      InputOptions.newBuilder()
          .setSize(224)
          .setResize(256)
          .setInterpolation(InputOptions.Interpolation.BICUBIC)
          .addMean(0.5f)
          .addStd(0.5f)
          .build();

  @Test
  void makesEveryEntryOfTheCatalogueItsOwnPreprocessing() {
    for (PublishedWeights weights : Catalogue.all()) {
      var ref =
          BackboneRef.newBuilder()
              .setName(weights.architecture())
              .setInput(TrainedInput.of(weights))
              .build();
      var resolved = ResolvedSpec.of(BackboneSpec.parse(BackboneJson.of(ref)));
      assertEquals(weights.preprocessing(), resolved.preprocessing(), weights.name());
    }
  }

  @Test
  void saysNothingOfWeightsThatWereTrainedAsTheUsualOnes() {
    assertEquals(InputOptions.getDefaultInstance(), TrainedInput.of(published("resnet50.tv_in1k")));
  }

  @Test
  void saysAllInWhichWeightsDiffer() {
    var bicubic = InputOptions.newBuilder().setInterpolation(InputOptions.Interpolation.BICUBIC);
    assertEquals(bicubic.build(), TrainedInput.of(published("mobilenetv2_100.ra_in1k")));
    assertEquals(
        InputOptions.newBuilder().setSize(320).setResize(365).build(),
        TrainedInput.of(published("efficientnet_b4.ra2_in1k")));
  }

  @Test
  void putsWhatWasTypedBeforeWhatWasTrained() {
    var typed = InputOptions.newBuilder().setSize(448).addMean(0.4f).setGray(true).build();
    assertEquals(
        BICUBIC.toBuilder()
            .setSize(448)
            .setResize(512)
            .clearMean()
            .addMean(0.4f)
            .setGray(true)
            .build(),
        TrainedInput.overridden(BICUBIC, typed));
  }

  @Test
  void leavesTheResizingToThePad() {
    var typed = InputOptions.newBuilder().setPad(Pad.getDefaultInstance()).build();
    assertEquals(
        BICUBIC.toBuilder().clearResize().setPad(Pad.getDefaultInstance()).build(),
        TrainedInput.overridden(BICUBIC, typed));
  }

  private static PublishedWeights published(String name) {
    return Catalogue.find(name).orElseThrow();
  }
}
