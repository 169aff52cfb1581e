package dev.graft.vision.layer;

import ai.djl.ndarray.types.Shape;

/**
 * What flows from layer to layer, on paper: nothing is computed, and no weight is needed.
 *
 * @param shape of the array, batch included
 * @param multiplyAdds spent so far. As PyTorch's FLOP counter, which torchvision's published
 *     numbers come from: convolutions and matrix products only, neither bias nor normalisation nor
 *     activation.
 */
public record Flow(Shape shape, long multiplyAdds) {
  public static Flow of(long... shape) {
    return new Flow(new Shape(shape), 0);
  }

  /** Length of an axis; negative ones count from the last. */
  public long size(int axis) {
    return shape.get(axis < 0 ? shape.dimension() + axis : axis);
  }

  /** The same work so far, another shape. */
  public Flow to(long... other) {
    return new Flow(new Shape(other), multiplyAdds);
  }

  public Flow spending(long more) {
    return new Flow(shape, multiplyAdds + more);
  }

  /** The shape of a feature map that a window was moved over: {@code [n, channels, h', w']}. */
  Flow windowed(long channels, int kernel, int stride, int padding) {
    return to(
        size(0),
        channels,
        (size(2) + 2L * padding - kernel) / stride + 1,
        (size(3) + 2L * padding - kernel) / stride + 1);
  }
}
