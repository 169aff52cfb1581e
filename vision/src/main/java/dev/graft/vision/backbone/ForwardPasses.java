package dev.graft.vision.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.graft.vision.layer.Pass;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Runs prepared pictures through a network, a batch at a time, leaving nothing behind. */
final class ForwardPasses {
  private final Network network;
  private final NDManager owner;
  private final int side;
  // Direct buffers are freed by the garbage collector only, so they are kept and used again.
  private final ConcurrentLinkedQueue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();

  ForwardPasses(Network network, NDManager owner, int side) {
    this.network = network;
    this.owner = owner;
    this.side = side;
  }

  /** Refuses what is no input {@code [3, side, side]}. */
  void check(List<float[]> prepared) {
    for (float[] picture : prepared) {
      if (picture.length != 3 * side * side) {
        throw new IllegalArgumentException(
            "a prepared picture has " + 3 * side * side + " numbers, not " + picture.length);
      }
    }
  }

  /** Embeddings {@code [n, width]} of {@code n} checked inputs, all in one pass. */
  List<float[]> embed(List<float[]> prepared, Layout layout) {
    return VisionRuntime.withoutGradients(() -> pass(prepared, layout));
  }

  private List<float[]> pass(List<float[]> pictures, Layout layout) {
    ByteBuffer buffer = take(pictures.size());
    var embeddings = new ArrayList<float[]>();
    try (NDManager scratch = owner.newSubManager()) {
      NDArray input = input(scratch, buffer, pictures, layout); // [n, 3, side, side]
      NDArray features = network.features(input, Pass.INFER);
      float[] values = network.embedding(features, Pass.INFER).toFloatArray(); // [n * width]
      int width = values.length / pictures.size();
      for (int i = 0; i < pictures.size(); i++) {
        embeddings.add(Arrays.copyOfRange(values, i * width, (i + 1) * width));
      }
    }
    buffers.add(buffer); // only now: the input array was a view of it
    return embeddings;
  }

  private ByteBuffer take(int pictures) {
    int bytes = pictures * 3 * side * side * Float.BYTES;
    ByteBuffer kept = buffers.poll();
    if (kept == null || kept.capacity() < bytes) {
      kept = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
    return kept.clear().limit(bytes);
  }

  private NDArray input(
      NDManager scratch, ByteBuffer buffer, List<float[]> pictures, Layout layout) {
    FloatBuffer floats = buffer.asFloatBuffer();
    if (layout == Layout.PLAIN) {
      pictures.forEach(floats::put);
      return scratch.create(buffer, new Shape(pictures.size(), 3, side, side), DataType.FLOAT32);
    }
    int plane = side * side;
    var row = new float[3 * side]; // buffers take whole arrays far faster than single numbers
    for (float[] picture : pictures) {
      for (int from = 0; from < plane; from += side) {
        for (int x = 0; x < side; x++) {
          row[3 * x] = picture[from + x];
          row[3 * x + 1] = picture[plane + from + x];
          row[3 * x + 2] = picture[2 * plane + from + x];
        }
        floats.put(row);
      }
    }
    // A view of pixels as channels: PyTorch sees the strides and stays channels-last throughout.
    return scratch
        .create(buffer, new Shape(pictures.size(), side, side, 3), DataType.FLOAT32)
        .transpose(0, 3, 1, 2);
  }
}
