package dev.graft.inference.openinference;

import com.google.protobuf.ByteString;
import dev.graft.events.Digests;
import dev.graft.inference.predict.Input;
import dev.graft.inference.predict.Refusal;
import dev.graft.inference.serve.Resident;
import dev.graft.openinference.ModelInferRequest;
import io.grpc.StatusRuntimeException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The one input of a request, as far as it can be checked without a version: its values are as many
 * as its shape says.
 *
 * @param space whose embeddings the caller says these are; empty if it doesn't say
 */
record InputTensor(TensorName name, List<Long> shape, Values values, String space) {

  static InputTensor of(ModelInferRequest request, int mostElements) {
    if (request.getInputsCount() != 1) {
      throw Refusal.invalid(
          "there are "
              + request.getInputsCount()
              + " inputs: give exactly one of IMAGE, PIXELS and EMBEDDING");
    }
    var tensor = request.getInputs(0);
    var name = TensorName.of(tensor.getName());
    name.checkDatatype(tensor.getDatatype());
    name.checkShape(tensor.getShapeList());
    if (tensor.getShape(0) > mostElements) {
      throw Refusal.invalid(
          name
              + " has "
              + tensor.getShape(0)
              + " elements, but at most "
              + mostElements
              + " are taken in one request: send several");
    }
    var space = tensor.getParametersMap().get("space");
    return new InputTensor(
        name,
        tensor.getShapeList(),
        Values.of(request, name),
        space == null ? "" : space.getStringParam());
  }

  /** One for each element, for a version; refused if it doesn't take such. */
  List<Input> inputs(Resident version) {
    return switch (name) {
      case IMAGE -> pictures(((Values.Bytes) values).each());
      case PIXELS -> pixels(version);
      case EMBEDDING -> embeddings(version);
    };
  }

  /** What the first element is known by; empty if it is no picture. */
  String firstImageId() {
    return values instanceof Values.Bytes pictures
        ? Digests.sha256Hex(pictures.each().get(0).toByteArray())
        : "";
  }

  private static List<Input> pictures(List<ByteString> each) {
    return IntStream.range(0, each.size()).mapToObj(at -> picture(each, at)).toList();
  }

  private static Input picture(List<ByteString> each, int at) {
    try {
      return Input.picture(each.get(at), "");
    } catch (StatusRuntimeException refused) {
      throw Refusal.of(refused, at, each.size());
    }
  }

  private List<Input> pixels(Resident version) {
    var input = version.backbone().input();
    var square = List.of((long) input.channels(), (long) input.size(), (long) input.size());
    if (input.tiled()) {
      throw Refusal.invalid(
          "task " + version.taskId() + " looks at pictures in tiles: send them as IMAGE");
    }
    if (!shape.subList(1, 4).equals(square)) {
      throw Refusal.invalid(
          "version %d of task %s takes PIXELS of shape [n, %d, %d, %d], not %s"
              .formatted(
                  version.version(),
                  version.taskId(),
                  input.channels(),
                  input.size(),
                  input.size(),
                  shape));
    }
    return rows().map(Input.Pixels::new).map(Input.class::cast).toList();
  }

  private List<Input> embeddings(Resident version) {
    var whose = space.isEmpty() ? version.space() : space;
    return rows().map(row -> new Input.Vector(whose, row, "")).map(Input.class::cast).toList();
  }

  private Stream<float[]> rows() {
    var all = ((Values.Floats) values).all();
    var elements = Math.toIntExact(shape.get(0));
    var each = all.length / elements;
    return IntStream.range(0, elements)
        .mapToObj(row -> Arrays.copyOfRange(all, row * each, (row + 1) * each));
  }
}
