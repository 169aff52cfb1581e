package dev.graft.vision.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchNorm2dTest {
  private NDManager owner;
  private BatchNorm2d norm;
  private NDArray batch; // [2, 1, 1, 2]: mean 3, variance 5, unbiased 20/3

  @BeforeEach
  void fill() {
    owner = VisionRuntime.manager(Device.CPU);
    norm = new BatchNorm2d(1);
    weights(norm).get("weight").fill(owner, new float[] {2});
    weights(norm).get("bias").fill(owner, new float[] {1});
    weights(norm).get("running_mean").fill(owner, new float[] {10});
    weights(norm).get("running_var").fill(owner, new float[] {4});
    batch = owner.create(new float[] {0, 2, 4, 6}, new Shape(2, 1, 1, 2));
  }

  @AfterEach
  void free() {
    owner.close();
  }

  @Test
  void trainsOnTheBatchAndMovesItsStatisticsByATenth() {
    float[] normalised = norm.forward(batch, Pass.TRAIN).toFloatArray();
    float unit = (float) (2 / Math.sqrt(5 + 1e-5));
    assertArrayEquals(
        new float[] {1 - 3 * unit, 1 - unit, 1 + unit, 1 + 3 * unit}, normalised, 1e-5f);
    assertArrayEquals(new float[] {10 * 0.9f + 3 * 0.1f}, held("running_mean"), 1e-5f);
    assertArrayEquals(new float[] {4 * 0.9f + 20 / 3f * 0.1f}, held("running_var"), 1e-5f);
  }

  @Test
  void fineTunesOnItsStatisticsAndLeavesThem() {
    float[] normalised = norm.forward(batch, Pass.TUNE).toFloatArray();
    assertArrayEquals(new float[] {-9, -7, -5, -3}, normalised, 1e-4f);
    assertArrayEquals(new float[] {10}, held("running_mean"));
    assertArrayEquals(new float[] {4}, held("running_var"));
  }

  @Test
  void isAbsorbedByAConvolutionThatThenAnswersTheSame() {
    var convolution = Conv2d.withBias(1, 1, 1, 1, 0, 1);
    weights(convolution).get("weight").fill(owner, new float[] {3});
    weights(convolution).get("bias").fill(owner, new float[] {-1});
    var chain = new Chain().then("0", convolution).then("1", norm);
    float[] before = chain.forward(batch, Pass.INFER).toFloatArray();
    chain.fold();
    assertArrayEquals(before, chain.forward(batch, Pass.INFER).toFloatArray(), 1e-5f);
    assertThrows(IllegalStateException.class, () -> chain.forward(batch, Pass.TRAIN));
  }

  private float[] held(String name) {
    return weights(norm).get(name).array().toFloatArray();
  }

  private static Map<String, Weight> weights(Layer layer) {
    var weights = new TreeMap<String, Weight>();
    layer.eachWeight("", weights::put);
    return weights;
  }
}
