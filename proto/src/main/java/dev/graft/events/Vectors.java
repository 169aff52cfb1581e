package dev.graft.events;

import com.google.common.primitives.Floats;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Vectors as bytes: little-endian float32, one after the other. */
public final class Vectors {
  private Vectors() {}

  /** sha256 in hex of the vector's bytes. */
  public static String digestOf(float[] vector) {
    return Digests.sha256Hex(bytesOf(vector));
  }

  public static byte[] bytesOf(float[] vector) {
    var buffer = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(vector);
    return buffer.array();
  }

  /** From a message's repeated float. */
  public static float[] toArray(List<Float> values) {
    var array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  /** For a message's repeated float. */
  public static List<Float> toList(float[] vector) {
    return Floats.asList(vector);
  }
}
