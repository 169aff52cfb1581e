package dev.graft.vision.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.layer.Pass;
import dev.graft.vision.picture.Picture;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** On mini, which ships with its weights. */
final class StageEmbeddingsTest {
  private static final BackboneSpec MINI = new BackboneSpec("mini", "");

  @Test
  void theLastStageIsTheEmbeddingAndEachHasTheWidthOfItsOutline() throws Exception {
    try (var stages = StageEmbeddings.load(MINI, WeightsSource.none(), Device.CPU);
        var backbone = Backbone.load(MINI, WeightsSource.none(), Device.CPU)) {
      var prepared = prepared(backbone);
      float[][][] all = stages.embed(prepared);
      float[][] expected = backbone.embed(prepared);
      for (int i = 0; i < expected.length; i++) {
        assertArrayEquals(expected[i], all[all.length - 1][i], 1e-4f);
      }
      var outline = stages.architecture().network(0).outline(64, 64);
      assertEquals(outline.stages().stream().map(Outline.Part::name).toList(), stages.names());
      assertEquals(
          outline.stages().stream().map(part -> part.shape().get(0)).toList(),
          IntStream.range(0, all.length).mapToObj(stage -> all[stage][0].length).toList());
    }
  }

  @Test
  void laterStagesTakeLonger() throws Exception {
    try (var stages = StageEmbeddings.load(MINI, WeightsSource.none(), Device.CPU)) {
      float[] picture = stages.architecture().preprocessing().tensor(picture(1));
      long[] nanos = stages.nanos(picture);
      assertEquals(stages.names().size(), nanos.length);
      for (int i = 1; i < nanos.length; i++) {
        assertTrue(nanos[i] > nanos[i - 1]);
      }
    }
  }

  @Test
  void aPlainNetworkEmbedsAsAFoldedOneDoes() throws Exception {
    try (var plain = PlainNetwork.load(MINI, WeightsSource.none(), Device.CPU);
        var backbone = Backbone.load(MINI, WeightsSource.none(), Device.CPU)) {
      var prepared = prepared(backbone);
      float[][] expected = backbone.embed(prepared);
      float[][] got = plain.embed(prepared, Pass.INFER);
      for (int i = 0; i < expected.length; i++) {
        assertArrayEquals(expected[i], got[i], 1e-4f);
      }
    }
  }

  @Test
  void leavesNoArrayBehind() throws Exception {
    long before = VisionRuntime.aliveArrays();
    try (var stages = StageEmbeddings.load(MINI, WeightsSource.none(), Device.CPU);
        var plain = PlainNetwork.load(MINI, WeightsSource.none(), Device.CPU)) {
      float[] picture = stages.architecture().preprocessing().tensor(picture(1));
      stages.embed(List.of(picture));
      long between = VisionRuntime.aliveArrays();
      stages.embed(List.of(picture, picture));
      stages.nanos(picture);
      plain.embed(List.of(picture, picture), Pass.TRAIN);
      assertEquals(between, VisionRuntime.aliveArrays());
    }
    assertEquals(before, VisionRuntime.aliveArrays());
  }

  private static List<float[]> prepared(Backbone backbone) {
    return IntStream.range(0, 3).mapToObj(i -> backbone.prepare(picture(i))).toList();
  }

  private static Picture picture(int seed) {
    byte[] rgb = new byte[80 * 70 * 3];
    new Random(seed).nextBytes(rgb);
    return new Picture(80, 70, rgb);
  }
}
