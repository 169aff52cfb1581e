package dev.graft.vision.tensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.HashSet;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes safetensors files: equal tensors in equal order give equal bytes. */
public final class SafetensorsWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private SafetensorsWriter() {}

  /** As float32, nothing lost. */
  public static byte[] bytes(Collection<NamedTensor> tensors) {
    return bytes(tensors, Dtype.F32, new TreeMap<>());
  }

  /** The whole file in memory. */
  public static byte[] bytes(
      Collection<NamedTensor> tensors, Dtype dtype, SortedMap<String, String> metadata) {
    var out = new ByteArrayOutputStream();
    try {
      write(out, tensors, dtype, metadata);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return out.toByteArray();
  }

  /**
   * Writes the tensors in the order given; the stream stays the caller's to close.
   *
   * @param dtype F32, or F16 for half the size and eleven bits of precision
   * @throws IllegalArgumentException for a value that is not finite (in that dtype), or a name
   *     given twice
   */
  public static void write(
      OutputStream out,
      Collection<NamedTensor> tensors,
      Dtype dtype,
      SortedMap<String, String> metadata)
      throws IOException {
    if (dtype != Dtype.F32 && dtype != Dtype.F16) {
      throw new IllegalArgumentException("written are F32 and F16, not " + dtype);
    }
    byte[] header = header(tensors, dtype, metadata);
    out.write(little(8).putLong(header.length).array());
    out.write(header);
    for (NamedTensor tensor : tensors) {
      out.write(encode(tensor, dtype));
    }
  }

  private static byte[] header(
      Collection<NamedTensor> tensors, Dtype dtype, SortedMap<String, String> metadata)
      throws IOException {
    var out = new ByteArrayOutputStream();
    var names = new HashSet<String>();
    long at = 0;
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart("__metadata__");
        for (var entry : metadata.entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      for (NamedTensor tensor : tensors) {
        if (!names.add(tensor.name())) {
          throw new IllegalArgumentException(tensor.name() + " is given twice");
        }
        long end = at + (long) tensor.values().length * dtype.bytes();
        describe(json, tensor, dtype, at, end);
        at = end;
      }
      json.writeEndObject();
    }
    while (out.size() % 8 != 0) { // so that tensors lie aligned in the file
      out.write(' ');
    }
    return out.toByteArray();
  }

  private static void describe(
      JsonGenerator json, NamedTensor tensor, Dtype dtype, long begin, long end)
      throws IOException {
    json.writeObjectFieldStart(tensor.name());
    json.writeStringField("dtype", dtype.name());
    json.writeFieldName("shape");
    json.writeArray(tensor.shape(), 0, tensor.shape().length);
    json.writeFieldName("data_offsets");
    json.writeArray(new long[] {begin, end}, 0, 2);
    json.writeEndObject();
  }

  private static byte[] encode(NamedTensor tensor, Dtype dtype) {
    ByteBuffer bytes = little(tensor.values().length * dtype.bytes());
    for (float value : tensor.values()) {
      short half = Half.fromFloat(value);
      float written = dtype == Dtype.F32 ? value : Half.toFloat(half);
      if (!Float.isFinite(written)) {
        throw new IllegalArgumentException(tensor.name() + " holds " + value);
      }
      if (dtype == Dtype.F32) {
        bytes.putFloat(value);
      } else {
        bytes.putShort(half);
      }
    }
    return bytes.array();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
