package dev.graft.vision.backbone;

import ai.djl.ndarray.NDManager;
import dev.graft.vision.layer.Weight;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tensors.SafetensorsReader;
import dev.graft.vision.tensors.SafetensorsWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the file of a {@link Tail}, and fills a pretrained network's later stages from one. */
public final class TailWeights {
  private TailWeights() {}

  /** The same tensors give the same bytes. */
  public static byte[] file(Collection<NamedTensor> tensors) {
    return SafetensorsWriter.bytes(tensors);
  }

  /**
   * Fills every weight from the cut on.
   *
   * @param network filled already
   * @throws BadWeightsException if the bytes are not those of the tail, or a tensor is missing,
   *     unexpected, of another shape, or broken
   */
  static void fill(Network network, NDManager owner, Tail tail, byte[] file)
      throws BadWeightsException {
    String digest = Spaces.hex(Spaces.sha256().digest(file));
    if (!digest.equals(tail.digest())) {
      throw new BadWeightsException(
          "the tail " + tail.digest() + " has in truth the digest " + digest);
    }
    Map<String, Weight> owned = owned(network, tail.cut());
    Map<String, NamedTensor> tensors = read(file);
    for (NamedTensor tensor : tensors.values()) {
      @Nullable Weight weight = owned.get(tensor.name());
      if (weight == null) {
        throw new BadWeightsException(
            "tensor %s is not part of the tail from %s on".formatted(tensor.name(), tail.cut()));
      }
      if (!weight.takes(tensor.shape())) {
        throw new BadWeightsException(
            "tensor %s of the tail should have the shape %s"
                .formatted(tensor.name(), Arrays.toString(weight.shape())));
      }
      weight.fill(owner, tensor.values(), tensor.shape());
    }
    for (String name : owned.keySet()) {
      if (!tensors.containsKey(name)) {
        throw new BadWeightsException("tensor " + name + " of the tail is missing");
      }
    }
  }

  private static Map<String, NamedTensor> read(byte[] file) throws BadWeightsException {
    try {
      return SafetensorsReader.readAll(new ByteArrayInputStream(file));
    } catch (IOException e) {
      throw new BadWeightsException("the tail is no safetensors file: " + e.getMessage(), e);
    }
  }

  private static Map<String, Weight> owned(Network network, String cut) throws BadWeightsException {
    int from = network.stageNames().indexOf(cut);
    if (from < 0) {
      throw new BadWeightsException(
          "the tail begins at %s, but there are only %s".formatted(cut, network.stageNames()));
    }
    var owned = new LinkedHashMap<String, Weight>();
    for (int stage = from; stage < network.stageNames().size(); stage++) {
      owned.putAll(network.weights(stage));
    }
    owned.putAll(network.embeddingWeights());
    owned.values().removeIf(weight -> weight.kind() == Weight.Kind.COUNTER);
    return owned;
  }
}
