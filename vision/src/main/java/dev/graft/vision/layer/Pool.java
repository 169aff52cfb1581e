package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.UnaryOperator;

/** Makes one number of each window of a feature map. */
public final class Pool extends Layer {
  private final UnaryOperator<NDArray> function;
  private final UnaryOperator<Flow> flow;

  private Pool(UnaryOperator<NDArray> function, UnaryOperator<Flow> flow) {
    this.function = function;
    this.flow = flow;
  }

  /** The mean of each channel: {@code [n, c, h, w]} to {@code [n, c]}. */
  public static Pool globalAverage() {
    return new Pool(
        x -> x.getNDArrayInternal().globalAvgPool(), in -> in.to(in.size(0), in.size(1)));
  }

  /** As {@link #globalAverage}, of a map that stays one: {@code [n, c, 1, 1]}. */
  public static Pool globalAverageMap() {
    return adaptiveAverage(1);
  }

  /**
   * The mean of each channel over all pixels of {@code [n, c, h, w]} or all tokens of {@code [n, t,
   * c]}: {@code [n, c]}.
   */
  public static Pool mean() {
    return new Pool(
        x ->
            x.getShape().dimension() == 4
                ? x.getNDArrayInternal().globalAvgPool()
                : x.mean(new int[] {1}),
        in -> in.to(in.size(0), in.size(in.shape().dimension() == 4 ? 1 : 2)));
  }

  /** As {@link #mean}, the greatest of each channel: {@code [n, c]}. */
  public static Pool max() {
    return new Pool(
        x ->
            x.getShape().dimension() == 4
                ? x.getNDArrayInternal().globalMaxPool()
                : x.max(new int[] {1}),
        in -> in.to(in.size(0), in.size(in.shape().dimension() == 4 ? 1 : 2)));
  }

  /** The mean of as many windows as make the map that size: {@code [n, c, size, size]}. */
  public static Pool adaptiveAverage(int size) {
    var map = new Shape(size, size);
    return new Pool(
        x -> JniUtils.adaptiveAvgPool((PtNDArray) x, map),
        in -> in.to(in.size(0), in.size(1), size, size));
  }

  /** The greatest of each window: {@code [n, c, h, w]} to {@code [n, c, h', w']}. */
  public static Pool max(int kernel, int stride, int padding) {
    var window = new Shape(kernel, kernel);
    var steps = new Shape(stride, stride);
    var border = new Shape(padding, padding);
    return new Pool(
        x -> x.getNDArrayInternal().maxPool(window, steps, border, false),
        in -> in.windowed(in.size(1), kernel, stride, padding));
  }

  /** The greatest of each window, the last one perhaps over less than a whole window. */
  public static Pool maxToTheEdge(int kernel, int stride) {
    var window = new Shape(kernel, kernel);
    var steps = new Shape(stride, stride);
    return new Pool(
        x -> x.getNDArrayInternal().maxPool(window, steps, new Shape(0, 0), true),
        in ->
            in.to(
                in.size(0),
                in.size(1),
                windowsToTheEdge(in.size(2), kernel, stride),
                windowsToTheEdge(in.size(3), kernel, stride)));
  }

  /** As PyTorch's ceil_mode counts: a window must begin inside. */
  private static long windowsToTheEdge(long length, int kernel, int stride) {
    long windows = (length - kernel + stride - 1) / stride + 1;
    return (windows - 1) * stride >= length ? windows - 1 : windows;
  }

  /** The mean of each window, without padding: {@code [n, c, h, w]} to {@code [n, c, h', w']}. */
  public static Pool average(int kernel, int stride) {
    var window = new Shape(kernel, kernel);
    var steps = new Shape(stride, stride);
    return new Pool(
        x -> x.getNDArrayInternal().avgPool(window, steps, new Shape(0, 0), false, true),
        in -> in.windowed(in.size(1), kernel, stride, 0));
  }

  @Override
  public Flow flow(Flow in) {
    return flow.apply(in);
  }

  @Override
  public NDArray forward(NDArray x, Pass pass) {
    return function.apply(x);
  }
}
