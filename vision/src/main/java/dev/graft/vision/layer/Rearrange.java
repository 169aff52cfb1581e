package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;

/**
 * The same numbers seen in another shape. Most are views: what follows computes on them where they
 * lie, so a pair of them around layers over the last axis costs nothing once the map lies
 * channels-last in memory.
 */
public final class Rearrange extends Layer {
  private final UnaryOperator<NDArray> function;
  private final UnaryOperator<Flow> flow;

  private Rearrange(UnaryOperator<NDArray> function, UnaryOperator<Flow> flow) {
    this.function = function;
    this.flow = flow;
  }

  /** {@code [n, c, h, w]} to {@code [n, h, w, c]}. */
  public static Rearrange channelsLast() {
    return new Rearrange(
        x -> x.transpose(0, 2, 3, 1), in -> in.to(in.size(0), in.size(2), in.size(3), in.size(1)));
  }

  /** {@code [n, h, w, c]} to {@code [n, c, h, w]}. */
  public static Rearrange channelsFirst() {
    return new Rearrange(
        x -> x.transpose(0, 3, 1, 2), in -> in.to(in.size(0), in.size(3), in.size(1), in.size(2)));
  }

  /** {@code [n, c, h, w]} to {@code [n, c * h * w]}. */
  public static Rearrange flat() {
    return new Rearrange(
        x -> x.reshape(new Shape(x.getShape().get(0), -1)),
        in -> in.to(in.size(0), in.shape().size() / in.size(0)));
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
