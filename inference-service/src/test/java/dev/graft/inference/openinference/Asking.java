package dev.graft.inference.openinference;

import com.google.protobuf.ByteString;
import dev.graft.events.Vectors;
import dev.graft.openinference.InferTensorContents;
import dev.graft.openinference.ModelInferRequest;
import dev.graft.openinference.ModelInferRequest.InferInputTensor;
import dev.graft.openinference.ModelInferRequest.InferRequestedOutputTensor;
import dev.graft.openinference.ModelInferResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Requests as a client of the protocol writes them, and its reading of responses. */
public final class Asking {

  private Asking() {}

  public static ModelInferRequest.Builder images(String task, ByteString... pictures) {
    return typed(
        task,
        input("IMAGE", "BYTES", pictures.length),
        InferTensorContents.newBuilder().addAllBytesContents(List.of(pictures)));
  }

  /** The same values, raw. */
  public static ModelInferRequest.Builder rawImages(String task, ByteString... pictures) {
    var raw = ByteString.EMPTY;
    for (var picture : pictures) {
      raw = raw.concat(length(picture.size())).concat(picture);
    }
    return raw(task, input("IMAGE", "BYTES", pictures.length), raw);
  }

  public static ByteString length(int bytes) {
    var length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes);
    return ByteString.copyFrom(length.array());
  }

  public static ModelInferRequest.Builder floats(
      String task, String name, float[] values, long... shape) {
    return typed(
        task,
        input(name, "FP32", shape),
        InferTensorContents.newBuilder().addAllFp32Contents(Vectors.toList(values)));
  }

  public static ModelInferRequest.Builder rawFloats(
      String task, String name, float[] values, long... shape) {
    return raw(task, input(name, "FP32", shape), ByteString.copyFrom(Vectors.bytesOf(values)));
  }

  static ModelInferRequest.Builder typed(
      String task, InferInputTensor.Builder input, InferTensorContents.Builder contents) {
    return ModelInferRequest.newBuilder().setModelName(task).addInputs(input.setContents(contents));
  }

  static ModelInferRequest.Builder raw(
      String task, InferInputTensor.Builder input, ByteString raw) {
    return ModelInferRequest.newBuilder()
        .setModelName(task)
        .addInputs(input)
        .addRawInputContents(raw);
  }

  static InferInputTensor.Builder input(String name, String datatype, long... shape) {
    return InferInputTensor.newBuilder()
        .setName(name)
        .setDatatype(datatype)
        .addAllShape(Arrays.stream(shape).boxed().toList());
  }

  public static ModelInferRequest.Builder wanting(
      ModelInferRequest.Builder request, String... outputs) {
    for (var output : outputs) {
      request.addOutputs(InferRequestedOutputTensor.newBuilder().setName(output));
    }
    return request;
  }

  /** FP32 of the output with that name, however it came. */
  public static float[] values(ModelInferResponse response, String output) {
    var at = place(response, output);
    if (response.getRawOutputContentsCount() == 0) {
      return Vectors.toArray(response.getOutputs(at).getContents().getFp32ContentsList());
    }
    var raw = response.getRawOutputContents(at);
    var values = new float[raw.size() / 4];
    raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  /** BYTES of the output with that name, however it came. */
  public static List<String> texts(ModelInferResponse response, String output) {
    var at = place(response, output);
    if (response.getRawOutputContentsCount() == 0) {
      return response.getOutputs(at).getContents().getBytesContentsList().stream()
          .map(ByteString::toStringUtf8)
          .toList();
    }
    var raw = response.getRawOutputContents(at).asReadOnlyByteBuffer();
    raw.order(ByteOrder.LITTLE_ENDIAN);
    var texts = new ArrayList<String>();
    while (raw.hasRemaining()) {
      var text = new byte[raw.getInt()];
      raw.get(text);
      texts.add(ByteString.copyFrom(text).toStringUtf8());
    }
    return texts;
  }

  private static int place(ModelInferResponse response, String output) {
    return response.getOutputsList().stream()
        .map(tensor -> tensor.getName())
        .toList()
        .indexOf(output);
  }
}
