package dev.graft.vision.pretrain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class PretrainingTest {
  private static final PretrainOptions TINY = new PretrainOptions(3, 24, 16, 2e-3, 0.05, 0, 1);

  @BeforeAll
  static void oneThread() {
    VisionRuntime.configure(1);
  }

  @Test
  void aFewStepsLowerTheLoss() throws InterruptedException {
    List<Double> losses = new ArrayList<>();
    Pretraining.run(TINY, progress -> losses.add(progress.loss()));
    assertEquals(TINY.steps(), losses.size());
    assertTrue(mean(losses.subList(18, 24)) < mean(losses.subList(0, 6)) - 0.02, losses.toString());
  }

  @Test
  void theSameSeedGivesTheSameWeightsAndAnotherSeedOthers() throws InterruptedException {
    PretrainOptions few = TINY.withSteps(3);
    byte[] first = Pretraining.file(Pretraining.run(few, ProgressListener.SILENT));
    assertArrayEquals(first, Pretraining.file(Pretraining.run(few, ProgressListener.SILENT)));
    assertFalse(
        Arrays.equals(
            first, Pretraining.file(Pretraining.run(few.withSeed(4), ProgressListener.SILENT))));
  }

  @Test
  void asManyNativeArraysAreAliveAfterATrainingAsBefore() throws InterruptedException {
    Pretraining.run(TINY.withSteps(1), ProgressListener.SILENT);
    long before = VisionRuntime.aliveArrays();
    List<Long> during = new ArrayList<>();
    Pretraining.run(TINY.withSteps(4), progress -> during.add(VisionRuntime.aliveArrays()));
    assertEquals(before, VisionRuntime.aliveArrays());
    assertEquals(during.get(0), during.get(3), "arrays pile up from step to step");
  }

  @Test
  void anInterruptedTrainingStopsAndLeavesNothingBehind() {
    long before = VisionRuntime.aliveArrays();
    assertThrows(
        InterruptedException.class,
        () ->
            Pretraining.run(TINY.withSteps(1000), progress -> Thread.currentThread().interrupt()));
    assertEquals(before, VisionRuntime.aliveArrays());
  }

  @Test
  void whatIsTrainedLoadsAsABackbone() throws Exception {
    byte[] file = Pretraining.file(Pretraining.run(TINY.withSteps(2), ProgressListener.SILENT));
    try (Backbone backbone =
        Backbone.load(
            new BackboneSpec("mini", sha256(file)),
            digest -> new ByteArrayInputStream(file),
            Device.CPU)) {
      float[][] embeddings = backbone.embed(List.of(new float[3 * 64 * 64]));
      assertEquals(backbone.width(), embeddings[0].length);
    }
  }

  @Test
  void theShippedWeightsLoadAndAreSmallerThanThreeMegabytes() throws Exception {
    Architecture mini = Architectures.find("mini").orElseThrow();
    try (InputStream shipped = mini.shippedWeights().orElseThrow()) {
      int size = shipped.readAllBytes().length;
      assertTrue(size < 3_000_000, size + " bytes");
    }
    var nowhere = new BackboneSpec("mini", "");
    try (Backbone backbone =
        Backbone.load(nowhere, digest -> InputStream.nullInputStream(), Device.CPU)) {
      assertEquals(mini.width(), backbone.width());
    }
  }

  @Test
  void theLearningRateWarmsUpAndFallsToNothing() {
    PretrainOptions options = TINY.withSteps(100);
    assertEquals(options.learningRate() / 5, options.rate(0), 1e-12);
    assertEquals(options.learningRate(), options.rate(5), 1e-12);
    assertTrue(options.rate(99) < options.learningRate() / 1000);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
