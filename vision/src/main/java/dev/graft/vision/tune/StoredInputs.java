package dev.graft.vision.tune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.graft.vision.backbone.VisionRuntime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Activations at the cut, computed once for each picture and view and kept in float16. What is
 * computed now is rounded as if it had been read, and always computed alone, so that a run with a
 * cold store and one with a warm one see the same numbers.
 */
public final class StoredInputs implements CutInputs {
  private final LiveInputs live;
  private final CutStore store;
  private final String trunk;
  private @Nullable Shape one; // of one picture's activations: [c, h, w]; known after the first
  private @Nullable ByteBuffer buffer; // direct ones are freed late, so it is kept

  /**
   * Nothing is read yet.
   *
   * @param trunk identity of the frozen part: digest of the weights, cut, preprocessing
   */
  public StoredInputs(LiveInputs live, CutStore store, String trunk) {
    this.live = live;
    this.store = store;
    this.trunk = trunk;
  }

  @Override
  public NDArray read(List<View> batch, NDManager scratch) throws IOException {
    Shape each = shape(batch.get(0), scratch);
    int bytes = Math.toIntExact(each.size()) * DataType.FLOAT16.getNumOfBytes();
    ByteBuffer all = room(batch.size() * bytes);
    for (View view : batch) {
      all.put(activations(view, bytes, scratch));
    }
    all.flip();
    Shape shape = new Shape(batch.size()).addAll(each);
    NDArray halves = scratch.create(all, shape, DataType.FLOAT16); // a view of the buffer
    return VisionRuntime.withoutGradients(() -> halves.toType(DataType.FLOAT32, true));
  }

  private Shape shape(View view, NDManager scratch) throws IOException {
    if (one == null) {
      try (NDArray first = live.read(List.of(view), scratch)) {
        one = first.getShape().slice(1);
      }
    }
    return one;
  }

  private ByteBuffer room(int bytes) {
    if (buffer == null || buffer.capacity() < bytes) {
      buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
    return buffer.clear();
  }

  private byte[] activations(View view, int bytes, NDManager scratch) throws IOException {
    String key = String.join("\n", trunk, view.picture().digest(), live.nameOf(view));
    Optional<byte[]> kept = store.get(key, bytes);
    if (kept.isPresent()) {
      return kept.get();
    }
    try (NDArray computed = live.read(List.of(view), scratch);
        NDArray halves = computed.toType(DataType.FLOAT16, true)) {
      byte[] halved = new byte[bytes];
      halves.toByteBuffer().get(halved);
      store.put(key, halved);
      return halved;
    }
  }
}
