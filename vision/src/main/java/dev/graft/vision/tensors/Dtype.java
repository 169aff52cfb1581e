package dev.graft.vision.tensors;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Element types that safetensors files name, and which of them we turn into float32. */
public enum Dtype {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  I64(8),
  I32(4),
  I16(2),
  I8(1),
  U64(8),
  U32(4),
  U16(2),
  U8(1),
  BOOL(1);

  private final int bytes;

  Dtype(int bytes) {
    this.bytes = bytes;
  }

  static Optional<Dtype> named(String name) {
    for (Dtype dtype : values()) {
      if (dtype.name().equals(name)) {
        return Optional.of(dtype);
      }
    }
    return Optional.empty();
  }

  /** Size of one element. */
  public int bytes() {
    return bytes;
  }

  /** Whether its values are read; the others are only checked and stepped over. */
  public boolean readable() {
    return switch (this) {
      case F32, F16, BF16, U8 -> true;
      default -> false;
    };
  }

  /** The next element of a little-endian buffer. */
  float next(ByteBuffer from) {
    return switch (this) {
      case F32 -> from.getFloat();
      case F16 -> Half.toFloat(from.getShort());
      case BF16 -> Float.intBitsToFloat(from.getShort() << 16);
      case U8 -> from.get() & 0xff;
      default -> throw new IllegalStateException(this + " is not read");
    };
  }
}
