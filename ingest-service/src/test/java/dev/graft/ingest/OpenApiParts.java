package dev.graft.ingest;

import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.graft.documents.JsonShape;
import dev.graft.documents.ProtoComments;
import dev.graft.v1.EraseImageResponse;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.LabelSubmitted;
import dev.graft.v1.ListTasksResponse;
import dev.graft.v1.SubmitImageResponse;
import dev.graft.v1.SubmitLabelResponse;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.TrainTaskRequest;
import dev.graft.v1.TrainTaskResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The two parts of openapi.yaml: what people write, and what is made from the contracts. */
final class OpenApiParts {
  private static final String MARK = "    # From here on made from the .proto files";

  private OpenApiParts() {}

  static String together() throws IOException {
    return byHand() + madeFromTheContracts();
  }

  /** What people write: up to the line that says who writes the rest. */
  private static String byHand() throws IOException {
    var all = Files.readString(OpenApi.FILE);
    return all.substring(0, all.indexOf('\n', all.indexOf(MARK)) + 1);
  }

  /** The messages of the HTTP door, by their .proto files. */
  private static String madeFromTheContracts() throws IOException {
    var yaml =
        YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();
    var schemas =
        JsonShape.schemas(
            ProtoComments.in(Path.of("../proto/src/main/protobuf/graft/v1")),
            List.of(
                ImageSubmitted.getDescriptor(),
                SubmitImageResponse.getDescriptor(),
                EraseImageResponse.getDescriptor(),
                LabelSubmitted.getDescriptor(),
                SubmitLabelResponse.getDescriptor(),
                TaskSpec.getDescriptor(),
                ListTasksResponse.getDescriptor(),
                TrainTaskRequest.getDescriptor(),
                TrainTaskResponse.getDescriptor()));
    return yaml.writeValueAsString(schemas)
        .lines()
        .map(line -> "    " + line + "\n")
        .collect(Collectors.joining());
  }
}
