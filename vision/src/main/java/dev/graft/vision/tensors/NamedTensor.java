package dev.graft.vision.tensors;

/**
 * A tensor with a name, in float32.
 *
 * @param shape outermost dimension first; empty for a single number
 * @param values row-major
 */
public record NamedTensor(String name, long[] shape, float[] values) {
  public NamedTensor {
    long count = 1;
    for (long side : shape) {
      count *= side;
    }
    if (count != values.length) {
      throw new IllegalArgumentException(
          name + " has " + values.length + " values, its shape says " + count);
    }
  }
}
