package dev.graft.vision.inspect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.Network;
import dev.graft.vision.backbone.NetworkWeights;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.layer.Pass;
import dev.graft.vision.tensors.NamedTensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradCamTest {
  private static final int SIDE = 64;
  private static final Architecture MINI = Architectures.find("mini").orElseThrow();
  private static final LinearHead HEAD = head(3, 192);

  private static LinearHead head(int classes, int width) {
    var weight = new float[classes][width];
    for (int k = 0; k < classes; k++) {
      for (int i = 0; i < width; i++) {
        weight[k][i] = (float) Math.sin(1 + k + 3 * i);
      }
    }
    return new LinearHead(weight, new float[classes]);
  }

  /**
   * Of a linear head on the mean of the last map, Grad-CAM is the class activation map of Zhou et
   * al. 2016 by the number of places, and needs no gradient: the two must agree.
   */
  @Test
  void equalsTheClosedFormWhereThereIsOne() throws Exception {
    float[] input = Weights.input(SIDE);
    try (var network =
        ClassifyingNetwork.withHead(MINI, WeightsFile.shippedWith(MINI), HEAD, Device.CPU)) {
      for (int target = 0; target < 3; target++) {
        HeatMap heat = GradCam.of(network, input, SIDE, network.lastTelling(), target);
        assertEquals(4, heat.height());
        assertEquals(4, heat.width());
        float[] closed = closedForm(input, HEAD.weight()[target]);
        assertArrayEquals(closed, heat.values(), 1e-5f * heat.hottest());
        assertTrue(heat.hottest() > 0);
      }
    }
  }

  private static float[] closedForm(float[] input, float[] weight) throws Exception {
    Network network = MINI.network(0);
    try (NDManager owner = VisionRuntime.manager(Device.CPU);
        var in = MINI.shippedWeights().orElseThrow()) {
      NetworkWeights.load(network, owner, in, name -> false);
      NDArray pixels = owner.create(input, new Shape(1, 3, SIDE, SIDE));
      float[] map = // [1, 192, 4, 4]
          VisionRuntime.withoutGradients(() -> network.features(pixels, Pass.INFER).toFloatArray());
      int places = map.length / weight.length;
      var heat = new float[places];
      for (int place = 0; place < places; place++) {
        double sum = 0;
        for (int channel = 0; channel < weight.length; channel++) {
          sum += (double) weight[channel] * map[channel * places + place];
        }
        heat[place] = (float) Math.max(0, sum / places);
      }
      return heat;
    }
  }

  @Test
  void looksAtEarlierStagesAndLeavesNothingBehind() throws Exception {
    long before = VisionRuntime.aliveArrays();
    try (var network =
        ClassifyingNetwork.withHead(MINI, WeightsFile.shippedWith(MINI), HEAD, Device.CPU)) {
      long loaded = VisionRuntime.aliveArrays();
      for (String stage : network.stageNames()) {
        int grid = stage.equals("stem") ? 32 : 32 >> stage.charAt(stage.length() - 1) - '0';
        JniUtils.setGradMode(true); // as in every new thread
        HeatMap heat = GradCam.of(network, Weights.input(SIDE), SIDE, stage, 1);
        assertEquals(grid, heat.height(), stage);
        assertEquals(loaded, VisionRuntime.aliveArrays(), stage);
        assertTrue(JniUtils.isGradMode(), "the thread's own gradient mode is given back");
      }
      assertThrows(
          IllegalArgumentException.class,
          () -> GradCam.of(network, Weights.input(SIDE), SIDE, "layer3", 3));
      assertThrows(
          IllegalArgumentException.class,
          () -> GradCam.of(network, Weights.input(SIDE), SIDE, "attic", 0));
      assertEquals(loaded, VisionRuntime.aliveArrays());
    }
    assertEquals(before, VisionRuntime.aliveArrays());
  }

  /** Patches are places, the class token is none; and only it leaves the last layer. */
  @Test
  void ofTokensLooksAtTheGridOfPatches() throws Exception {
    var sprig = new Sprig();
    var file = Weights.file(Weights.tensors(sprig, 5));
    try (var network = ClassifyingNetwork.withItsOwnClassifier(sprig, file, Device.CPU)) {
      assertEquals("layer_0", network.lastTelling());
      HeatMap heat = GradCam.of(network, Weights.input(16), 16, "layer_0", 4);
      assertEquals(4, heat.height());
      assertEquals(4, heat.width());
      var refusal =
          assertThrows(
              IllegalArgumentException.class,
              () -> GradCam.of(network, Weights.input(16), 16, "layer_1", 4));
      assertTrue(refusal.getMessage().contains("does not depend on what leaves layer_1"));
    }
  }

  @Test
  void takesTheClassifierThatTheFileBrings() throws Exception {
    var tensors = Weights.tensors(MINI, 7);
    try (var network =
        ClassifyingNetwork.withItsOwnClassifier(MINI, Weights.file(tensors), Device.CPU)) {
      assertEquals(7, network.classes());
      assertEquals(7, network.logits(Weights.input(SIDE), SIDE).length);
    }
    List<NamedTensor> without =
        tensors.stream().filter(tensor -> !tensor.name().startsWith("fc")).toList();
    var refusal =
        assertThrows(
            BadWeightsException.class,
            () -> ClassifyingNetwork.withItsOwnClassifier(MINI, Weights.file(without), Device.CPU));
    assertTrue(refusal.getMessage().contains("no tensor fc.bias"));
  }

  @Test
  void holdsTheWeightsToTheirDigest() {
    var shipped = WeightsFile.shippedWith(MINI);
    var other = new WeightsFile("00ff", shipped.source());
    long before = VisionRuntime.aliveArrays();
    var refusal =
        assertThrows(
            BadWeightsException.class,
            () -> ClassifyingNetwork.withHead(MINI, other, HEAD, Device.CPU));
    assertTrue(refusal.getMessage().contains("the weights 00ff have in truth the digest"));
    assertEquals(before, VisionRuntime.aliveArrays());
  }
}
