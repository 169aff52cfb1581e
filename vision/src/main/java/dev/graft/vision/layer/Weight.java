package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A named array of a layer: declared with its shape first, filled later. */
public final class Weight {
  /** What a weight is for. */
  public enum Kind {
    /** Learned by gradients. */
    TRAINED,
    /** Collected while training: BatchNorm's running mean and variance. */
    STATISTIC,
    /** PyTorch's count of batches: has a name in files, is of no use here and is never filled. */
    COUNTER
  }

  /** What a weight holds before any training. */
  public enum Start {
    /** Normal, variance 2 / fan out: He et al. 2015, as torchvision starts its convolutions. */
    KAIMING,
    /** Normal, standard deviation 0.01, as torchvision starts its last layers. */
    SMALL,
    /** Normal, standard deviation 0.02, as torchvision starts position embeddings. */
    NARROW,
    /** 1e-6, as torchvision starts layer scales: a block begins as nearly nothing. */
    TINY,
    ONES,
    ZEROS
  }

  private final Kind kind;
  private final Start start;
  private long[] shape;
  private Predicate<long[]> otherShapes = shape -> false;
  private @Nullable NDArray array;

  Weight(Kind kind, Start start, long... shape) {
    this.kind = kind;
    this.start = start;
    this.shape = shape;
  }

  public Kind kind() {
    return kind;
  }

  public Start start() {
    return start;
  }

  public long[] shape() {
    return shape.clone();
  }

  /** Declares shapes that a file may have instead of the usual one. */
  void alsoTakes(Predicate<long[]> others) {
    otherShapes = others;
  }

  /** Whether it may be filled with an array of that shape. */
  public boolean takes(long[] offered) {
    return Arrays.equals(shape, offered) || otherShapes.test(offered);
  }

  public long size() {
    long size = 1;
    for (long side : shape) {
      size *= side;
    }
    return size;
  }

  /** The array itself; it belongs to the network's manager, never to the caller's. */
  public NDArray array() {
    if (array == null) {
      throw new IllegalStateException("the network has no weights yet");
    }
    return array;
  }

  /** A copy of its numbers, in row-major order. */
  public float[] values() {
    return HostCopy.of(array());
  }

  /** Fills it with numbers in row-major order, in memory that belongs to the owner. */
  public void fill(NDManager owner, float[] values) {
    fill(owner, values, shape);
  }

  /** As {@link #fill(NDManager, float[])}, in another shape that it {@link #takes}. */
  public void fill(NDManager owner, float[] values, long[] taken) {
    if (!takes(taken)) {
      throw new IllegalArgumentException(
          "of shape " + Arrays.toString(shape) + ", not " + Arrays.toString(taken));
    }
    shape = taken.clone();
    // DJL's array lies in a Java buffer; its duplicate in PyTorch's own, aligned memory.
    try (NDArray array = owner.create(values, new Shape(shape))) {
      fill(array.duplicate());
    }
  }

  /** Takes an array over; the one it held is freed. */
  public void fill(NDArray filled) {
    free();
    array = filled;
  }

  /**
   * Lays a matrix out column by column, for inference; indices and numbers stay as they are.
   * PyTorch's Linear multiplies by the transposed weight, which then lies row by row: the order
   * that MKL's product is fastest in. A GPU's is as fast in either.
   */
  void layOutByColumns() {
    if (array().getDevice().isGpu()) {
      return;
    }
    try (NDArray turned = array().transpose(1, 0);
        NDArray row = turned.reshape(new Shape(size())); // moves the numbers
        NDArray columns = row.reshape(new Shape(shape[1], shape[0]))) {
      fill(columns.transpose(1, 0));
    }
  }

  /**
   * Forgets its gradient: the same numbers and memory in a new array that requires one. The next
   * backward pass then keeps the gradient it has made, instead of adding it to zeros.
   */
  public void forgetGradient() {
    NDArray fresh = array().stopGradient();
    fresh.setRequiresGradient(true);
    fill(fresh);
  }

  /** Gives the memory back before the owner is closed. */
  void free() {
    if (array != null) {
      array.close();
      array = null;
    }
  }
}
