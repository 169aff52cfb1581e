package dev.graft.inference.openinference;

import static dev.graft.inference.openinference.Asking.floats;
import static dev.graft.inference.openinference.Asking.images;
import static dev.graft.inference.openinference.Asking.input;
import static dev.graft.inference.openinference.Asking.length;
import static dev.graft.inference.openinference.Asking.raw;
import static dev.graft.inference.openinference.Asking.rawFloats;
import static dev.graft.inference.openinference.Asking.rawImages;
import static dev.graft.inference.openinference.Asking.typed;
import static dev.graft.inference.openinference.Asking.wanting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import dev.graft.blobs.BlobStores;
import dev.graft.inference.predict.GatedBackbone;
import dev.graft.inference.predict.OpenDoor;
import dev.graft.openinference.GRPCInferenceServiceGrpc;
import dev.graft.openinference.InferParameter;
import dev.graft.openinference.InferTensorContents;
import dev.graft.openinference.ModelInferRequest;
import dev.graft.openinference.ModelInferRequest.InferRequestedOutputTensor;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of malformed request is refused with INVALID_ARGUMENT and a sentence that helps. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MalformedRequestsTest {
  private static final String TASK = OpenDoor.TASK;
  private static final ByteString ONE = ByteString.copyFrom(new byte[] {1, 2, 3, 4});
  private static final float[] FOUR = {1, 2, 3, 4};

  private OpenDoor door;

  @BeforeAll
  void open() {
    door = new OpenDoor(BlobStores.inMemory());
  }

  @AfterAll
  void close() {
    assertEquals(0, door.backbone.embedded.get(), "nothing of them was computed");
    door.close();
  }

  @ParameterizedTest
  @MethodSource({"names", "shapes", "contents", "rawContents", "values"})
  void isRefused(String why, ModelInferRequest.Builder request) {
    var client =
        GRPCInferenceServiceGrpc.newBlockingStub(door.channel)
            .withDeadlineAfter(30, TimeUnit.SECONDS);
    var status =
        assertThrows(StatusRuntimeException.class, () -> client.modelInfer(request.build()))
            .getStatus();
    assertEquals(Code.INVALID_ARGUMENT, status.getCode(), status.toString());
    assertEquals(why, status.getDescription());
    assertEquals(0, door.embedder.queued());
  }

  static Stream<Arguments> names() {
    return Stream.of(
        arguments("the model has no name: give that of a task", images("", ONE)),
        arguments(
            "version -1 is not one: give a number from 1 on that ModelMetadata names, or nothing for"
                + " what the task serves",
            images(TASK, ONE).setModelVersion("-1")),
        arguments(
            "version latest is not one: give a number from 1 on that ModelMetadata names, or nothing"
                + " for what the task serves",
            images(TASK, ONE).setModelVersion("latest")),
        arguments(
            "there are 0 inputs: give exactly one of IMAGE, PIXELS and EMBEDDING",
            ModelInferRequest.newBuilder().setModelName(TASK)),
        arguments(
            "there are 2 inputs: give exactly one of IMAGE, PIXELS and EMBEDDING",
            images(TASK, ONE).addInputs(input("EMBEDDING", "FP32", 1, 4))),
        arguments(
            "there is no input image: give one of IMAGE, PIXELS and EMBEDDING",
            typed(TASK, input("image", "BYTES", 1), bytes(ONE))),
        arguments(
            "there is no output SCORES: ask for some of PROBABILITIES, CLASS and EMBEDDING",
            wanting(images(TASK, ONE), "SCORES")),
        arguments("output CLASS is asked for twice", wanting(images(TASK, ONE), "CLASS", "CLASS")),
        arguments(
            "output CLASS is wanted with classification, which is not served",
            images(TASK, ONE)
                .addOutputs(
                    InferRequestedOutputTensor.newBuilder()
                        .setName("CLASS")
                        .putParameters("classification", InferParameter.getDefaultInstance()))),
        arguments(
            "IMAGE is of datatype BYTES, not FP32",
            typed(TASK, input("IMAGE", "FP32", 1), bytes(ONE))),
        arguments(
            "EMBEDDING is of datatype FP32, not FP64",
            typed(TASK, input("EMBEDDING", "FP64", 1, 4), fp32(FOUR))));
  }

  static Stream<Arguments> shapes() {
    return Stream.of(
        arguments(
            "the shape of IMAGE is [n] or [n, 1], not []",
            typed(TASK, input("IMAGE", "BYTES"), bytes(ONE))),
        arguments(
            "the shape of IMAGE is [n] or [n, 1], not [1, 2]",
            typed(TASK, input("IMAGE", "BYTES", 1, 2), bytes(ONE, ONE))),
        arguments(
            "the shape of PIXELS is [n, channels, height, width], not [1, 4]",
            floats(TASK, "PIXELS", FOUR, 1, 4)),
        arguments(
            "the shape of EMBEDDING is [n, width], not [4]", floats(TASK, "EMBEDDING", FOUR, 4)),
        arguments(
            "the shape of EMBEDDING, [-1, 4], has a negative length: say how many there are",
            floats(TASK, "EMBEDDING", FOUR, -1, 4)),
        arguments(
            "the shape of IMAGE, [0], has no elements",
            typed(TASK, input("IMAGE", "BYTES", 0), bytes())),
        arguments(
            "EMBEDDING has 1000000000000 elements, but at most 4 are taken in one request: send"
                + " several",
            floats(TASK, "EMBEDDING", FOUR, 1_000_000_000_000L, 4)),
        arguments(
            "the shape of PIXELS is [1, 9223372036854775807, 9223372036854775807, 2], but its contents"
                + " have 4 values",
            floats(TASK, "PIXELS", FOUR, 1, Long.MAX_VALUE, Long.MAX_VALUE, 2)),
        arguments(
            "the shape of EMBEDDING is [2, 4], but its contents have 4 values",
            floats(TASK, "EMBEDDING", FOUR, 2, 4)),
        arguments(
            "the shape of IMAGE is [2], but its contents have 1 values",
            typed(TASK, input("IMAGE", "BYTES", 2), bytes(ONE))),
        arguments(
            "version 1 of task pets takes PIXELS of shape [n, 1, 2, 2], not [1, 1, 1, 4]",
            floats(TASK, "PIXELS", FOUR, 1, 1, 1, 4)),
        arguments(
            "element 0: the embedding has 2 values, but version 1 of task pets takes 4",
            floats(TASK, "EMBEDDING", FOUR, 2, 2)));
  }

  static Stream<Arguments> contents() {
    return Stream.of(
        arguments(
            "the shape of IMAGE is [1], but its contents have 0 values",
            typed(TASK, input("IMAGE", "BYTES", 1), bytes())),
        arguments(
            "IMAGE has both contents and raw_input_contents: give one of them",
            images(TASK, ONE).addRawInputContents(length(4).concat(ONE))),
        arguments(
            "there is 1 input, but there are 2 raw_input_contents: give one for each input",
            rawImages(TASK, ONE).addRawInputContents(ONE)),
        arguments(
            "EMBEDDING is of FP32, whose values go into fp32_contents, not bytes_contents",
            typed(TASK, input("EMBEDDING", "FP32", 1, 4), bytes(ONE))));
  }

  static Stream<Arguments> rawContents() {
    return Stream.of(
        arguments(
            "raw contents of IMAGE end early: element 0 has 9 bytes, but 4 follow",
            raw(TASK, input("IMAGE", "BYTES", 1), length(9).concat(ONE))),
        arguments(
            "raw contents of IMAGE end early: element 0 has 4294967295 bytes, but 4 follow",
            raw(TASK, input("IMAGE", "BYTES", 1), length(-1).concat(ONE))),
        arguments(
            "raw contents of IMAGE end within the length of element 1: put 4 bytes before each",
            raw(
                TASK,
                input("IMAGE", "BYTES", 2),
                length(4).concat(ONE).concat(ByteString.copyFrom(new byte[3])))),
        arguments(
            "raw contents of IMAGE have 8 bytes behind their 1 elements",
            raw(
                TASK,
                input("IMAGE", "BYTES", 1),
                length(4).concat(ONE).concat(length(4)).concat(ONE))),
        arguments(
            "raw contents of EMBEDDING have 15 bytes, which is no multiple of 4",
            raw(TASK, input("EMBEDDING", "FP32", 1, 4), ByteString.copyFrom(new byte[15]))),
        arguments(
            "the shape of EMBEDDING is [1, 4], but its contents have 3 values",
            rawFloats(TASK, "EMBEDDING", new float[3], 1, 4)));
  }

  static Stream<Arguments> values() {
    var space = InferParameter.newBuilder().setStringParam("another").build();
    var foreign = floats(TASK, "EMBEDDING", FOUR, 1, 4);
    foreign.getInputsBuilder(0).putParameters("space", space);
    return Stream.of(
        arguments(
            "value 1 of EMBEDDING is NaN; all must be finite",
            floats(TASK, "EMBEDDING", new float[] {1, Float.NaN, 3, 4}, 1, 4)),
        arguments(
            "value 3 of PIXELS is Infinity; all must be finite",
            rawFloats(TASK, "PIXELS", new float[] {1, 2, 3, Float.POSITIVE_INFINITY}, 1, 1, 2, 2)),
        arguments(
            "the image is empty: it must hold the bytes of a picture file",
            images(TASK, ByteString.EMPTY)),
        arguments(
            "element 1: the image is empty: it must hold the bytes of a picture file",
            rawImages(TASK, ONE, ByteString.EMPTY)),
        arguments(
            "the parameter cohort_key must be a string_param",
            images(TASK, ONE)
                .putParameters("cohort_key", InferParameter.newBuilder().setInt64Param(7).build())),
        arguments(
            "the picture cannot be read: no picture",
            rawImages(TASK, ByteString.copyFrom(new byte[] {GatedBackbone.UNREADABLE}))),
        arguments(
            "the embedding is of space another, but version 1 of task pets takes space "
                + GatedBackbone.SPACE,
            foreign));
  }

  private static InferTensorContents.Builder bytes(ByteString... pictures) {
    var contents = InferTensorContents.newBuilder();
    for (var picture : pictures) {
      contents.addBytesContents(picture);
    }
    return contents;
  }

  private static InferTensorContents.Builder fp32(float... values) {
    var contents = InferTensorContents.newBuilder();
    for (var value : values) {
      contents.addFp32Contents(value);
    }
    return contents;
  }
}
