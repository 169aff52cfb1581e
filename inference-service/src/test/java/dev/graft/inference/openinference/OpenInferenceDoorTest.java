package dev.graft.inference.openinference;

import static dev.graft.inference.openinference.Asking.floats;
import static dev.graft.inference.openinference.Asking.images;
import static dev.graft.inference.openinference.Asking.rawFloats;
import static dev.graft.inference.openinference.Asking.rawImages;
import static dev.graft.inference.openinference.Asking.texts;
import static dev.graft.inference.openinference.Asking.values;
import static dev.graft.inference.openinference.Asking.wanting;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.graft.blobs.BlobStores;
import dev.graft.embedded.Moment;
import dev.graft.events.Digests;
import dev.graft.events.Receipts;
import dev.graft.inference.predict.GatedBackbone;
import dev.graft.inference.predict.OpenDoor;
import dev.graft.openinference.GRPCInferenceServiceGrpc;
import dev.graft.openinference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import dev.graft.openinference.ModelInferResponse;
import dev.graft.openinference.ModelMetadataRequest;
import dev.graft.openinference.ModelMetadataResponse.TensorMetadata;
import dev.graft.openinference.ModelReadyRequest;
import dev.graft.openinference.ServerLiveRequest;
import dev.graft.openinference.ServerMetadataRequest;
import dev.graft.openinference.ServerReadyRequest;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What clients of the protocol see; malformed requests are {@link MalformedRequestsTest}'s. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OpenInferenceDoorTest {
  private static final String TASK = OpenDoor.TASK;
  private static final ByteString ONE = bytes(1, 2, 3, 4);
  private static final ByteString TWO = bytes(5, 6, 7, 8);
  private static final float[] BOTH = {1, 2, 3, 4, 5, 6, 7, 8};

  private OpenDoor door;

  @BeforeAll
  void open() {
    door = new OpenDoor(BlobStores.inMemory());
  }

  @AfterAll
  void close() {
    door.close();
  }

  @Test
  void answersEveryPictureOfARequestWithWhatPredictAnswers() {
    var predicted = List.of(predict(ONE), predict(TWO));
    for (var request : List.of(images(TASK, ONE, TWO), rawImages(TASK, ONE, TWO))) {
      var response = client().modelInfer(request.setId("mine").build());
      assertEquals(TASK, response.getModelName());
      assertEquals("1", response.getModelVersion());
      assertEquals("mine", response.getId());
      assertEquals(List.of("PROBABILITIES", "CLASS"), names(response));
      assertEquals(List.of(2L, 3L), response.getOutputs(0).getShapeList());
      assertEquals(List.of(2L), response.getOutputs(1).getShapeList());
      assertEquals("FP32", response.getOutputs(0).getDatatype());
      assertEquals("BYTES", response.getOutputs(1).getDatatype());
      for (var at = 0; at < 2; at++) {
        var same = predicted.get(at);
        assertEquals(same.getClassName(), texts(response, "CLASS").get(at));
        for (var c = 0; c < 3; c++) {
          assertEquals(same.getProbabilities(c), values(response, "PROBABILITIES")[at * 3 + c], 0f);
        }
      }
    }
  }

  @Test
  void namesWhereAnAnswerComesFromAndAReceiptForEachElement() {
    var parameters = client().modelInfer(images(TASK, ONE, TWO).build()).getParametersMap();
    assertEquals(1, parameters.get("version").getInt64Param());
    assertEquals(GatedBackbone.SPACE, parameters.get("space").getStringParam());
    assertEquals(64, parameters.get("bundle_digest").getStringParam().length());
    var receipts =
        List.of(parameters.get("receipts").getStringParam().split(",")).stream()
            .map(receipt -> Receipts.decode(receipt).orElseThrow())
            .toList();
    assertEquals(
        List.of(Digests.sha256Hex(ONE.toByteArray()), Digests.sha256Hex(TWO.toByteArray())),
        receipts.stream().map(receipt -> receipt.getImageId()).toList());
  }

  @Test
  void answersInTheWayItWasAsked() {
    var typed = client().modelInfer(images(TASK, ONE).build());
    assertEquals(0, typed.getRawOutputContentsCount());
    var raw = client().modelInfer(rawImages(TASK, ONE).build());
    assertEquals(2, raw.getRawOutputContentsCount());
    assertFalse(raw.getOutputs(0).hasContents() || raw.getOutputs(1).hasContents());
  }

  @Test
  void givesTheOutputsThatAreAskedForInTheirOrder() {
    var response =
        client().modelInfer(wanting(images(TASK, ONE, TWO), "EMBEDDING", "CLASS").build());
    assertEquals(List.of("EMBEDDING", "CLASS"), names(response));
    assertEquals(List.of(2L, 4L), response.getOutputs(0).getShapeList());
    assertArrayEquals(BOTH, values(response, "EMBEDDING"));
  }

  @Test
  void takesPixelsAndEmbeddingsTypedAndRaw() {
    for (var request :
        List.of(
            floats(TASK, "PIXELS", BOTH, 2, 1, 2, 2),
            rawFloats(TASK, "PIXELS", BOTH, 2, 1, 2, 2),
            floats(TASK, "EMBEDDING", BOTH, 2, 4),
            rawFloats(TASK, "EMBEDDING", BOTH, 2, 4))) {
      var response =
          client().modelInfer(wanting(request, "EMBEDDING", "PROBABILITIES", "CLASS").build());
      assertArrayEquals(BOTH, values(response, "EMBEDDING"));
      assertEquals(List.of("bee", "bee"), texts(response, "CLASS"));
      assertEquals(6, values(response, "PROBABILITIES").length);
    }
  }

  @Test
  void answersFromTheVersionThatIsNamedAndLoadsItIfItMust() {
    var second = client().modelInfer(images(TASK, ONE).setModelVersion("2").build());
    assertEquals("2", second.getModelVersion());
    assertEquals(List.of("cow"), texts(second, "CLASS"));
    assertEquals(
        "1", client().modelInfer(images(TASK, ONE).setModelVersion("1").build()).getModelVersion());
  }

  @Test
  void tellsWhatAModelTakesAndGives() {
    var card = client().modelMetadata(named(TASK, ""));
    assertEquals(List.of("1", "2", "3"), card.getVersionsList());
    assertEquals(
        List.of(
            tensor("IMAGE", "BYTES", -1),
            tensor("PIXELS", "FP32", -1, 1, 2, 2),
            tensor("EMBEDDING", "FP32", -1, 4)),
        card.getInputsList());
    assertEquals(
        List.of(
            tensor("PROBABILITIES", "FP32", -1, 3),
            tensor("CLASS", "BYTES", -1),
            tensor("EMBEDDING", "FP32", -1, 4)),
        card.getOutputsList());
    assertEquals("graft", card.getPlatform());
    assertEquals("[\"ant\",\"bee\",\"cow\"]", card.getPropertiesOrThrow("classes"));
    assertEquals("gated", card.getPropertiesOrThrow("backbone"));
    assertEquals(GatedBackbone.SPACE, card.getPropertiesOrThrow("space"));
    assertEquals("1", card.getPropertiesOrThrow("serving_version"));
    assertEquals("2", client().modelMetadata(named(TASK, "2")).getPropertiesOrThrow("version"));
    refused(Code.NOT_FOUND, "no task cats", () -> client().modelMetadata(named("cats", "")));
    refused(Code.NOT_FOUND, "no version 9", () -> client().modelMetadata(named(TASK, "9")));
  }

  @Test
  void saysWhetherServerAndModelsAreReady() {
    assertTrue(client().serverLive(ServerLiveRequest.getDefaultInstance()).getLive());
    assertTrue(client().serverReady(ServerReadyRequest.getDefaultInstance()).getReady());
    assertEquals(
        "graft", client().serverMetadata(ServerMetadataRequest.getDefaultInstance()).getName());
    assertTrue(ready(TASK, "") && ready(TASK, "1") && ready(TASK, "2"));
    assertFalse(ready(TASK, "9") || ready("cats", ""));
    refused(Code.INVALID_ARGUMENT, "version one is not one", () -> ready(TASK, "one"));
  }

  @Test
  void isNamedByStandardHealth() {
    var request =
        HealthCheckRequest.newBuilder().setService("inference.GRPCInferenceService").build();
    assertEquals(
        ServingStatus.NOT_SERVING, // the service process, which this test has none of, says when
        HealthGrpc.newBlockingStub(door.channel).check(request).getStatus());
  }

  @Test
  void whatDoesNotExistIsNotFound() {
    refused(
        Code.NOT_FOUND,
        "there is no task cats",
        () -> client().modelInfer(images("cats", ONE).build()));
    refused(
        Code.NOT_FOUND,
        "has no version 9",
        () -> client().modelInfer(images(TASK, ONE).setModelVersion("9").build()));
  }

  @Test
  void isRefusedWhileTheQueueThatPredictSharesIsFull() throws Exception {
    door.backbone.permits.drainPermits();
    var first =
        GRPCInferenceServiceGrpc.newFutureStub(door.channel)
            .modelInfer(images(TASK, ONE, TWO, ONE, TWO).build());
    try {
      while (door.embedder.queued() < OpenDoor.QUEUE) {
        Moment.pass();
      }
      refused(
          Code.RESOURCE_EXHAUSTED,
          "the queue is full",
          () -> client().modelInfer(images(TASK, ONE).build()));
      refused(Code.RESOURCE_EXHAUSTED, "the queue is full", () -> predict(ONE));
    } finally {
      door.backbone.permits.release(1_000_000);
    }
    assertEquals(4, texts(first.get(), "CLASS").size());
    assertEquals(0, door.embedder.queued());
  }

  @Test
  void oneBadPictureRefusesAllAndLeavesNothingInTheQueue() {
    var bad = bytes(GatedBackbone.UNREADABLE);
    refused(
        Code.INVALID_ARGUMENT,
        "element 1: the picture cannot be read",
        () -> client().modelInfer(images(TASK, ONE, bad, TWO).build()));
    assertEquals(0, door.embedder.queued());
    assertEquals(List.of("bee"), texts(client().modelInfer(images(TASK, ONE).build()), "CLASS"));
  }

  private GRPCInferenceServiceBlockingStub client() {
    return GRPCInferenceServiceGrpc.newBlockingStub(door.channel)
        .withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  private PredictResponse predict(ByteString picture) {
    return door.client()
        .predict(PredictRequest.newBuilder().setTaskId(TASK).setImage(picture).build());
  }

  private boolean ready(String task, String version) {
    return client()
        .modelReady(ModelReadyRequest.newBuilder().setName(task).setVersion(version).build())
        .getReady();
  }

  private static ModelMetadataRequest named(String task, String version) {
    return ModelMetadataRequest.newBuilder().setName(task).setVersion(version).build();
  }

  private static TensorMetadata tensor(String name, String datatype, long... shape) {
    var tensor = TensorMetadata.newBuilder().setName(name).setDatatype(datatype);
    for (var length : shape) {
      tensor.addShape(length);
    }
    return tensor.build();
  }

  private static List<String> names(ModelInferResponse response) {
    return response.getOutputsList().stream()
        .map(ModelInferResponse.InferOutputTensor::getName)
        .toList();
  }

  private static void refused(Code code, String why, Runnable call) {
    var status = assertThrows(StatusRuntimeException.class, call::run).getStatus();
    assertEquals(code, status.getCode(), status.toString());
    assertTrue(String.valueOf(status.getDescription()).contains(why), status.toString());
  }

  private static ByteString bytes(int... values) {
    var bytes = new byte[values.length];
    for (var at = 0; at < values.length; at++) {
      bytes[at] = (byte) values[at];
    }
    return ByteString.copyFrom(bytes);
  }
}
