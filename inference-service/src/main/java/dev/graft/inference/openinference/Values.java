package dev.graft.inference.openinference;

import com.google.protobuf.ByteString;
import dev.graft.events.Vectors;
import dev.graft.inference.predict.Refusal;
import dev.graft.openinference.InferTensorContents;
import dev.graft.openinference.ModelInferRequest;
import java.util.List;

/** What is in a tensor, from either of the two ways that the protocol has to bring it. */
sealed interface Values {

  /** {@code [elements]}. */
  record Bytes(List<ByteString> each) implements Values {}

  /** Row by row; all are finite. */
  record Floats(float[] all) implements Values {}

  /** The values of the one input of a request whose shape is right in itself. */
  static Values of(ModelInferRequest request, TensorName name) {
    var tensor = request.getInputs(0);
    var raw = request.getRawInputContentsCount() > 0;
    var typed = tensor.getContents();
    if (raw && !typed.getAllFields().isEmpty()) {
      throw Refusal.invalid(name + " has both contents and raw_input_contents: give one of them");
    }
    if (request.getRawInputContentsCount() > 1) {
      throw Refusal.invalid(
          "there is 1 input, but there are "
              + request.getRawInputContentsCount()
              + " raw_input_contents: give one for each input");
    }
    var values =
        raw
            ? RawContents.read(
                request.getRawInputContents(0), name, expected(tensor.getShapeList()))
            : typed(typed, name);
    values.check(name, tensor.getShapeList());
    return values;
  }

  private static Values typed(InferTensorContents contents, TensorName name) {
    var field = name == TensorName.IMAGE ? "bytes_contents" : "fp32_contents";
    for (var filled : contents.getAllFields().keySet()) {
      if (!filled.getName().equals(field)) {
        throw Refusal.invalid(
            name
                + " is of "
                + name.datatype
                + ", whose values go into "
                + field
                + ", not "
                + filled.getName());
      }
    }
    return name == TensorName.IMAGE
        ? new Bytes(contents.getBytesContentsList())
        : new Floats(Vectors.toArray(contents.getFp32ContentsList()));
  }

  private void check(TensorName name, List<Long> shape) {
    if (count() != expected(shape)) {
      throw Refusal.invalid(
          "the shape of "
              + name
              + " is "
              + shape
              + ", but its contents have "
              + count()
              + " values");
    }
    if (this instanceof Floats floats) {
      for (var at = 0; at < floats.all().length; at++) {
        if (!Float.isFinite(floats.all()[at])) {
          throw Refusal.invalid(
              "value " + at + " of " + name + " is " + floats.all()[at] + "; all must be finite");
        }
      }
    }
  }

  private int count() {
    return this instanceof Bytes bytes ? bytes.each().size() : ((Floats) this).all().length;
  }

  /** How many values a shape without negative lengths has; at most {@link Long#MAX_VALUE}. */
  private static long expected(List<Long> shape) {
    var values = 1L;
    for (long length : shape) {
      values = values > Long.MAX_VALUE / Math.max(1, length) ? Long.MAX_VALUE : values * length;
    }
    return values;
  }
}
