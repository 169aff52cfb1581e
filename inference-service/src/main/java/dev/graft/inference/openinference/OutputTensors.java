package dev.graft.inference.openinference;

import com.google.protobuf.ByteString;
import dev.graft.events.Vectors;
import dev.graft.inference.predict.Answering.Answer;
import dev.graft.openinference.InferParameter;
import dev.graft.openinference.InferTensorContents;
import dev.graft.openinference.ModelInferRequest;
import dev.graft.openinference.ModelInferResponse;
import dev.graft.openinference.ModelInferResponse.InferOutputTensor;
import dev.graft.v1.PredictResponse;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers as the protocol writes them: raw to who came raw, else typed. */
final class OutputTensors {

  private OutputTensors() {}

  /** At least one answer, all of one version. */
  static ModelInferResponse response(
      ModelInferRequest request, List<Output> outputs, List<Answer> answers) {
    var first = answers.get(0).response();
    var response =
        ModelInferResponse.newBuilder()
            .setModelName(first.getTaskId())
            .setModelVersion(Long.toString(first.getVersion()))
            .setId(request.getId())
            .putParameters("version", number(first.getVersion()))
            .putParameters("bundle_digest", text(answers.get(0).bundleDigest()))
            .putParameters("space", text(first.getSpace()))
            .putParameters("receipts", text(each(answers, PredictResponse::getReceipt)));
    if (first.hasNovelty()) {
      addNovelty(response, answers);
    }
    var raw = request.getRawInputContentsCount() > 0;
    outputs.forEach(output -> add(response, output, answers, raw));
    return response.build();
  }

  /** A version tells of all elements or of none. */
  private static void addNovelty(ModelInferResponse.Builder response, List<Answer> answers) {
    response
        .putParameters("unknown", text(each(answers, of -> of.getNovelty().getUnknown())))
        .putParameters("novelty", text(each(answers, of -> of.getNovelty().getScore())))
        .putParameters(
            "novelty_threshold",
            InferParameter.newBuilder()
                .setDoubleParam(answers.get(0).response().getNovelty().getThreshold())
                .build());
  }

  /** Of each element, with commas between: parameters are single values. */
  private static String each(List<Answer> answers, Function<PredictResponse, Object> what) {
    return answers.stream()
        .map(answer -> String.valueOf(what.apply(answer.response())))
        .collect(Collectors.joining(","));
  }

  private static void add(
      ModelInferResponse.Builder response, Output output, List<Answer> answers, boolean raw) {
    switch (output) {
      case CLASS -> addClasses(response, answers, raw);
      case PROBABILITIES ->
          addFloats(
              response,
              output,
              answers,
              answer -> Vectors.toArray(answer.response().getProbabilitiesList()),
              raw);
      case EMBEDDING -> addFloats(response, output, answers, Answer::embedding, raw);
    }
  }

  private static void addClasses(
      ModelInferResponse.Builder response, List<Answer> answers, boolean raw) {
    var names = answers.stream().map(answer -> answer.response().getClassName()).toList();
    var tensor = tensor(Output.CLASS, names.size());
    if (raw) {
      response.addRawOutputContents(RawContents.of(names));
    } else {
      var contents = InferTensorContents.newBuilder();
      names.forEach(name -> contents.addBytesContents(ByteString.copyFromUtf8(name)));
      tensor.setContents(contents);
    }
    response.addOutputs(tensor);
  }

  private static void addFloats(
      ModelInferResponse.Builder response,
      Output output,
      List<Answer> answers,
      Function<Answer, float[]> row,
      boolean raw) {
    var rows = answers.stream().map(row).toList();
    var width = rows.get(0).length;
    var all = new float[rows.size() * width];
    for (var at = 0; at < rows.size(); at++) {
      System.arraycopy(rows.get(at), 0, all, at * width, width);
    }
    var tensor = tensor(output, rows.size()).addShape(width);
    if (raw) {
      response.addRawOutputContents(RawContents.of(all));
    } else {
      tensor.setContents(InferTensorContents.newBuilder().addAllFp32Contents(Vectors.toList(all)));
    }
    response.addOutputs(tensor);
  }

  private static InferOutputTensor.Builder tensor(Output output, int elements) {
    return InferOutputTensor.newBuilder()
        .setName(output.name())
        .setDatatype(output.datatype)
        .addShape(elements);
  }

  private static InferParameter text(String text) {
    return InferParameter.newBuilder().setStringParam(text).build();
  }

  private static InferParameter number(long number) {
    return InferParameter.newBuilder().setInt64Param(number).build();
  }
}
