package dev.graft.vision.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Runs prepared pictures through a network, a batch at a time, leaving nothing behind. */
final class ForwardPasses {
  /** Pixels of a pass that every network here has memory for: what 32 of 384x384 have. */
  private static final long MOST_PIXELS = 32L * 384 * 384;

  private final Network network;
  private final FeatureTaps taps;
  private final NDManager owner;
  private final int side;
  private final int channels;
  // Direct buffers are freed by the garbage collector only, so they are kept and used again.
  private final ConcurrentLinkedQueue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();

  ForwardPasses(Network network, NDManager owner, ResolvedSpec spec) {
    this.network = network;
    this.taps = new FeatureTaps(spec.taps());
    this.owner = owner;
    this.side = spec.size();
    this.channels = spec.channels();
  }

  /** Most inputs of one pass. */
  int most() {
    return (int) Math.max(1, MOST_PIXELS / ((long) side * side));
  }

  /** Embeddings {@code [n, width]} of inputs {@code [channels, side, side]}, all in one pass. */
  List<float[]> embed(List<float[]> prepared, Layout layout) {
    return VisionRuntime.withoutGradients(() -> pass(prepared, layout));
  }

  private List<float[]> pass(List<float[]> pictures, Layout layout) {
    ByteBuffer buffer = take(pictures.size());
    var embeddings = new ArrayList<float[]>();
    try (NDManager scratch = owner.newSubManager()) {
      NDArray input = input(scratch, buffer, pictures, layout); // [n, channels, side, side]
      float[] values = taps.of(network, input).toFloatArray(); // [n * width]
      int width = values.length / pictures.size();
      for (int i = 0; i < pictures.size(); i++) {
        embeddings.add(Arrays.copyOfRange(values, i * width, (i + 1) * width));
      }
    }
    buffers.add(buffer); // only now: the input array was a view of it
    return embeddings;
  }

  private ByteBuffer take(int pictures) {
    int bytes = pictures * channels * side * side * Float.BYTES;
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
      return scratch.create(
          buffer, new Shape(pictures.size(), channels, side, side), DataType.FLOAT32);
    }
    int plane = side * side;
    var row =
        new float[channels * side]; // buffers take whole arrays far faster than single numbers
    for (float[] picture : pictures) {
      for (int from = 0; from < plane; from += side) {
        for (int channel = 0; channel < channels; channel++) {
          int at = channel * plane + from;
          for (int x = 0; x < side; x++) {
            row[channels * x + channel] = picture[at + x];
          }
        }
        floats.put(row);
      }
    }
    // A view of pixels as channels: PyTorch sees the strides and stays channels-last throughout.
    return scratch
        .create(buffer, new Shape(pictures.size(), side, side, channels), DataType.FLOAT32)
        .transpose(0, 3, 1, 2);
  }
}
