package dev.graft.vision.tune;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tensors.SafetensorsReader;
import dev.graft.vision.tensors.SafetensorsWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Packs what a fine-tune knows into safetensors and JSON, and takes it out again. */
final class Checkpoints {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private Checkpoints() {}

  /**
   * Packs.
   *
   * @param parts tensors by what they are: weights, optimizer, averages, best, ...
   */
  static Checkpoint pack(TuneState state, Map<String, List<NamedTensor>> parts) {
    var all = new ArrayList<NamedTensor>();
    parts.forEach(
        (part, tensors) ->
            tensors.forEach(
                tensor ->
                    all.add(
                        new NamedTensor(
                            part + ":" + tensor.name(), tensor.shape(), tensor.values()))));
    try {
      return new Checkpoint(SafetensorsWriter.bytes(all), JSON.writeValueAsBytes(state));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes out the state.
   *
   * @throws IOException if it is none
   */
  static TuneState state(Checkpoint checkpoint) throws IOException {
    return JSON.readValue(checkpoint.state(), TuneState.class);
  }

  /**
   * Takes out the tensors of a part by name, in their order; none if there is no such part.
   *
   * @throws IOException if it is broken
   */
  static Map<String, NamedTensor> part(Checkpoint checkpoint, String part) throws IOException {
    var tensors = new LinkedHashMap<String, NamedTensor>();
    String prefix = part + ":";
    new SafetensorsReader(new ByteArrayInputStream(checkpoint.tensors()))
        .read(
            info -> info.name().startsWith(prefix),
            tensor -> {
              String name = tensor.name().substring(prefix.length());
              tensors.put(name, new NamedTensor(name, tensor.shape(), tensor.values()));
            });
    return tensors;
  }
}
