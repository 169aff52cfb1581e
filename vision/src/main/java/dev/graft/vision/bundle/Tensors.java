package dev.graft.vision.bundle;

import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tensors.SafetensorsReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** A safetensors file of a bundle, with matrices as our own arrays. */
final class Tensors {
  private final String file;
  private final Map<String, NamedTensor> tensors;

  private Tensors(String file, Map<String, NamedTensor> tensors) {
    this.file = file;
    this.tensors = tensors;
  }

  String file() {
    return file;
  }

  static Tensors parse(String file, byte[] bytes) throws BadBundleException {
    try {
      return new Tensors(file, SafetensorsReader.readAll(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new BadBundleException(file, "is no safetensors file: " + e.getMessage(), e);
    }
  }

  static NamedTensor matrix(String name, float[][] rows) {
    float[] values = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * rows[0].length, rows[0].length);
    }
    return new NamedTensor(name, new long[] {rows.length, rows[0].length}, values);
  }

  static NamedTensor vector(String name, float[] values) {
    return new NamedTensor(name, new long[] {values.length}, values.clone());
  }

  float[][] matrix(String name) throws BadBundleException {
    NamedTensor tensor = tensor(name, 2);
    int columns = (int) tensor.shape()[1];
    float[][] rows = new float[(int) tensor.shape()[0]][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(tensor.values(), i * columns, (i + 1) * columns);
    }
    return rows;
  }

  Optional<float[]> vector(String name) throws BadBundleException {
    return tensors.containsKey(name) ? Optional.of(tensor(name, 1).values()) : Optional.empty();
  }

  /** A vector that must be there. */
  float[] values(String name) throws BadBundleException {
    return tensor(name, 1).values();
  }

  private NamedTensor tensor(String name, int dimensions) throws BadBundleException {
    NamedTensor tensor = tensors.get(name);
    if (tensor == null || tensor.shape().length != dimensions || tensor.values().length == 0) {
      throw new BadBundleException(
          file, "has no tensor " + name + " of " + dimensions + " dimensions");
    }
    return tensor;
  }
}
