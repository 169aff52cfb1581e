package dev.graft.vision.inspect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.tensors.NamedTensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstKernelsTest {
  private static final Architecture MINI = Architectures.find("mini").orElseThrow();

  @Test
  void readsTheFirstConvolutionOfAnyNetwork() throws Exception {
    var kernels = FirstKernels.read(MINI, WeightsFile.shippedWith(MINI));
    assertEquals("conv1.weight", kernels.name());
    assertEquals(16, kernels.count());
    assertEquals(3, kernels.channels());
    assertEquals(3, kernels.side());
    Picture grid = kernels.grid();
    assertEquals(4 * (48 + 2) + 2, grid.width());
    assertEquals(grid.width(), grid.height());
    var sprig = new Sprig();
    var patches = FirstKernels.read(sprig, Weights.file(Weights.tensors(sprig, 0)));
    assertEquals("conv_proj.weight", patches.name());
  }

  @Test
  void scalesEachKernelBetweenItsOwnLeastAndGreatest() {
    // Two kernels of one pixel on three channels: each has its own range.
    var kernels = new FirstKernels("k", 2, 3, 1, new float[] {-1, 0, 1, 10, 20, 10});
    Picture grid = kernels.grid();
    assertEquals(2 * 50 + 2, grid.width());
    assertEquals(52, grid.height());
    assertArrayEquals(new int[] {255, 255, 255}, pixel(grid, 0, 0));
    assertArrayEquals(new int[] {0, 128, 255}, pixel(grid, 2, 2));
    assertArrayEquals(new int[] {0, 128, 255}, pixel(grid, 49, 49));
    assertArrayEquals(new int[] {255, 255, 255}, pixel(grid, 50, 25));
    assertArrayEquals(new int[] {0, 255, 0}, pixel(grid, 52, 25));
  }

  @Test
  void drawsOtherChannelsInGrayOneRowAKernel() {
    var kernels = new FirstKernels("k", 1, 4, 2, new float[16]);
    assertEquals(4 * 50 + 2, kernels.grid().width());
    assertEquals(50 + 2, kernels.grid().height());
    float[] values = {0, 1, 1, 0, 5, 5, 5, 6};
    var gray = new FirstKernels("k", 2, 1, 2, values).grid();
    assertArrayEquals(new int[] {0, 0, 0}, pixel(gray, 3, 3));
    assertArrayEquals(new int[] {255, 255, 255}, pixel(gray, 2 + 24, 3));
    assertArrayEquals(new int[] {0, 0, 0}, pixel(gray, 52 + 24, 3));
    assertArrayEquals(new int[] {255, 255, 255}, pixel(gray, 52 + 24, 3 + 24));
  }

  private static int[] pixel(Picture picture, int x, int y) {
    int at = 3 * (y * picture.width() + x);
    return new int[] {
      picture.rgb()[at] & 0xff, picture.rgb()[at + 1] & 0xff, picture.rgb()[at + 2] & 0xff
    };
  }

  @Test
  void saysWhatIsWrongWithTheWeights() {
    List<NamedTensor> none =
        List.of(new NamedTensor("other.weight", new long[] {1}, new float[] {0}));
    var missing =
        assertThrows(BadWeightsException.class, () -> FirstKernels.read(MINI, Weights.file(none)));
    assertEquals("tensor conv1.weight is missing", missing.getMessage());
    List<NamedTensor> flat =
        List.of(new NamedTensor("conv1.weight", new long[] {2}, new float[] {0, 1}));
    var misshapen =
        assertThrows(BadWeightsException.class, () -> FirstKernels.read(MINI, Weights.file(flat)));
    assertTrue(misshapen.getMessage().contains("its shape is [2]"));
  }
}
