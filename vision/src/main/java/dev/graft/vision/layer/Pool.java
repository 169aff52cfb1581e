package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;

/** Makes one number of each window of a feature map. */
public final class Pool extends Layer {
  private final UnaryOperator<NDArray> function;

  private Pool(UnaryOperator<NDArray> function) {
    this.function = function;
  }

  /** The mean of each channel: {@code [n, c, h, w]} to {@code [n, c]}. */
  public static Pool globalAverage() {
    return new Pool(x -> x.getNDArrayInternal().globalAvgPool());
  }

  /** The greatest of each window: {@code [n, c, h, w]} to {@code [n, c, h', w']}. */
  public static Pool max(int kernel, int stride, int padding) {
    var window = new Shape(kernel, kernel);
    var steps = new Shape(stride, stride);
    var border = new Shape(padding, padding);
    return new Pool(x -> x.getNDArrayInternal().maxPool(window, steps, border, false));
  }

  /** The mean of each window, without padding: {@code [n, c, h, w]} to {@code [n, c, h', w']}. */
  public static Pool average(int kernel, int stride) {
    var window = new Shape(kernel, kernel);
    var steps = new Shape(stride, stride);
    return new Pool(
        x -> x.getNDArrayInternal().avgPool(window, steps, new Shape(0, 0), false, true));
  }

  @Override
  public NDArray forward(NDArray x, Pass pass) {
    return function.apply(x);
  }
}
