package dev.graft.ingest.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The first nine bytes of a safetensors file: the length of its JSON header, little-endian, and the
 * header's brace. (https://github.com/huggingface/safetensors, "Format")
 */
final class SafetensorsBeginning {
  private static final int LENGTH = Long.BYTES + 1;
  private static final long LONGEST_HEADER = 100_000_000; // the format's own limit

  private final ByteBuffer first = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);

  void add(byte[] bytes, int count) {
    first.put(bytes, 0, Math.min(count, first.remaining()));
  }

  boolean plausible(long fileBytes) {
    if (first.hasRemaining()) {
      return false;
    }
    long header = first.getLong(0);
    return header >= 2
        && header <= LONGEST_HEADER
        && header <= fileBytes - Long.BYTES
        && first.get(Long.BYTES) == '{';
  }
}
