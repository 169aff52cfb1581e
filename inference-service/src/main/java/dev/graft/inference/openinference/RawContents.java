package dev.graft.inference.openinference;

import com.google.protobuf.ByteString;
import dev.graft.events.Vectors;
import dev.graft.inference.predict.Refusal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Tensors as bytes: little-endian, row by row; of datatype BYTES, each element behind its length in
 * 4 bytes, as Triton's clients write them.
 */
final class RawContents {

  private RawContents() {}

  /** What is in them, or a refusal. */
  static Values read(ByteString raw, TensorName name, long expected) {
    return name == TensorName.IMAGE
        ? new Values.Bytes(elements(raw, name, expected))
        : new Values.Floats(floats(raw, name));
  }

  private static List<ByteString> elements(ByteString raw, TensorName name, long expected) {
    var elements = new ArrayList<ByteString>();
    var rest = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    while (rest.hasRemaining()) {
      if (elements.size() >= expected) {
        throw Refusal.invalid(
            "raw contents of %s have %d bytes behind their %d elements"
                .formatted(name, rest.remaining(), expected));
      }
      elements.add(element(raw, rest, name, elements.size()));
    }
    return elements;
  }

  private static ByteString element(ByteString raw, ByteBuffer rest, TensorName name, int at) {
    if (rest.remaining() < Integer.BYTES) {
      throw Refusal.invalid(
          "raw contents of %s end within the length of element %d: put 4 bytes before each"
              .formatted(name, at));
    }
    var length = Integer.toUnsignedLong(rest.getInt());
    if (length > rest.remaining()) {
      throw Refusal.invalid(
          "raw contents of %s end early: element %d has %d bytes, but %d follow"
              .formatted(name, at, length, rest.remaining()));
    }
    var from = rest.position();
    rest.position(from + (int) length);
    // On its own, so that whoever keeps one picture does not keep all of the request.
    return ByteString.copyFrom(raw.substring(from, from + (int) length).asReadOnlyByteBuffer());
  }

  private static float[] floats(ByteString raw, TensorName name) {
    if (raw.size() % Float.BYTES != 0) {
      throw Refusal.invalid(
          "raw contents of %s have %d bytes, which is no multiple of 4"
              .formatted(name, raw.size()));
    }
    var values = new float[raw.size() / Float.BYTES];
    raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  static ByteString of(List<String> texts) {
    var out = ByteString.newOutput();
    for (var text : texts) {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      var length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      out.write(length.putInt(bytes.length).array(), 0, Integer.BYTES);
      out.write(bytes, 0, bytes.length);
    }
    return out.toByteString();
  }

  static ByteString of(float[] values) {
    return ByteString.copyFrom(Vectors.bytesOf(values));
  }
}
