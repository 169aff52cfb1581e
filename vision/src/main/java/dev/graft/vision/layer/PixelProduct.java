package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;

/** A convolution whose kernel is one pixel, as the product of two matrices that it is. */
final class PixelProduct {
  private PixelProduct() {}

  /**
   * Computes it.
   *
   * @param x {@code [n, in, h, w]}
   * @param weight {@code [out, in, 1, 1]}
   * @param bias {@code [out]}
   * @return {@code [n, out, h', w']}, channels-last, an array of the owner of {@code x}
   */
  static NDArray of(NDArray x, NDArray weight, @Nullable NDArray bias, long stride) {
    NDArray seen =
        stride == 1 ? x : x.get(new NDIndex(":, :, ::%d, ::%d".formatted(stride, stride)));
    Shape in = seen.getShape();
    long out = weight.getShape().get(0);
    try (NDArray turned = seen.transpose(0, 2, 3, 1);
        NDArray pixels = turned.reshape(new Shape(-1, in.get(1)));
        NDArray matrix = weight.reshape(new Shape(out, in.get(1)));
        NDArray answers = ai.djl.nn.core.Linear.linear(pixels, matrix, bias).singletonOrThrow();
        NDArray map = answers.reshape(new Shape(in.get(0), in.get(2), in.get(3), out))) {
      return map.transpose(0, 3, 1, 2);
    } finally {
      if (seen != x) {
        seen.close();
      }
    }
  }
}
