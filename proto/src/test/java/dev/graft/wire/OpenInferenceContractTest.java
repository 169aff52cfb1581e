package dev.graft.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.graft.openinference.OpenInference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * open_inference.proto is the public contract and no other: clients have their stubs from
 * elsewhere. The expected lines were written down from the protocol's specification, not from our
 * file.
 */
class OpenInferenceContractTest {

  @Test
  void hasExactlyTheNamesNumbersAndTypesOfTheProtocol() throws IOException {
    var files = FileDescriptorSet.newBuilder().addFile(OpenInference.getDescriptor().toProto());
    var ours =
        Contract.of(files.build()).entrySet().stream()
            .map(line -> line.getKey() + ": " + line.getValue())
            .sorted()
            .collect(Collectors.joining("\n"));
    assertEquals(specified(), ours);
    assertEquals("inference", OpenInference.getDescriptor().getPackage());
    assertEquals(
        "inference.GRPCInferenceService",
        OpenInference.getDescriptor().getServices().get(0).getFullName());
  }

  private static String specified() throws IOException {
    try (var in = OpenInferenceContractTest.class.getResourceAsStream("/wire/open-inference.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .sorted()
          .collect(Collectors.joining("\n"));
    }
  }
}
