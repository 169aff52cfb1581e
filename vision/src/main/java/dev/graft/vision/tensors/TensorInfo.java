package dev.graft.vision.tensors;

import java.util.Arrays;

/**
 * What a file's header says of a tensor.
 *
 * @param shape outermost dimension first; empty for a single number
 * @param begin first byte, counted from the end of the header
 * @param end after its last byte
 */
public record TensorInfo(String name, Dtype dtype, long[] shape, long begin, long end) {
  /** Number of elements. */
  public long size() {
    return (end - begin) / dtype.bytes();
  }

  @Override
  public String toString() {
    return name + " " + dtype + Arrays.toString(shape);
  }
}
