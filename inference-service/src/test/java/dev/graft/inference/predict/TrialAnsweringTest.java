package dev.graft.inference.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.graft.blobs.BlobStores;
import dev.graft.embedded.Moment;
import dev.graft.embedded.TestBed;
import dev.graft.events.Receipts;
import dev.graft.inference.judge.Cohort;
import dev.graft.inference.openinference.Asking;
import dev.graft.loop.Register;
import dev.graft.openinference.GRPCInferenceServiceGrpc;
import dev.graft.openinference.InferParameter;
import dev.graft.openinference.ModelInferResponse;
import dev.graft.topics.Topics;
import dev.graft.v1.EmbeddingInput;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import dev.graft.v1.Predicted;
import dev.graft.v1.RolloutTrial.Stage;
import dev.graft.v1.VersionAnswer;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers and graft.predictions see of a trial. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TrialAnsweringTest {

  private final OpenDoor door = new OpenDoor(BlobStores.inMemory());
  private final Map<String, Predicted> recorded = new ConcurrentHashMap<>();
  private final Register<Predicted> predictions =
      Register.of(Topics.PREDICTIONS, TestBed.clients())
          .onChange(
              (task, value) ->
                  value
                      .filter(line -> line.getReplicaId().equals(door.replicaId))
                      .ifPresent(line -> recorded.put(line.getPredictionId(), line)));

  @BeforeEach
  void follow() {
    predictions.start();
  }

  @AfterEach
  void close() {
    predictions.close();
    door.close();
  }

  @Test
  void theVersionThatServesAnswersAndTheOtherIsRecordedBehindIt() {
    door.trial(Stage.SHADOW_STAGE, 0);
    var answer = predict(picture(1));
    assertEquals(1, answer.getVersion());
    var line = line(answer);
    assertEquals(1, line.getServedVersion());
    assertEquals(List.of("1 bee", "2 cow"), said(line));
    line.getAnswersList().forEach(one -> assertTrue(one.getTook().getNanos() > 0, line.toString()));
    assertEquals(1, door.backbone.embedded.get());
    assertEquals(1, served("shadow", "stable"));
    assertEquals(1, door.count("graft.inference.scored", "phase", "shadow"));
  }

  @Test
  void whoNamesAVersionIsAnsweredByItAlone() {
    door.trial(Stage.CANARY_STAGE, 1);
    var line = line(predict(picture(1).setVersion(1)));
    assertEquals(List.of("1 bee"), said(line));
    assertTrue(line.getPinned());
    assertEquals(1, served("none", "pinned"));
  }

  @Test
  void inACanaryTheCallersKeyDecidesThroughEveryDoor() {
    door.trial(Stage.CANARY_STAGE, 0.5);
    for (var at = 0; at < 16; at++) {
      var key = "user-" + at;
      var due = Cohort.isIn(OpenDoor.TASK, 2, 0.5, key) ? 2 : 1;
      var answer = predict(picture(at).setCohortKey(key).setImageId("image-" + at));
      assertEquals(due, answer.getVersion());
      var infer =
          Asking.images(OpenDoor.TASK, bytes(at))
              .putParameters("cohort_key", InferParameter.newBuilder().setStringParam(key).build())
              .build();
      var other = GRPCInferenceServiceGrpc.newBlockingStub(door.channel).modelInfer(infer);
      assertEquals(due, Long.parseLong(other.getModelVersion()));
      assertEquals(key, line(receipts(other)).getCohortKey());
      var line = line(answer);
      assertEquals(due == 2 ? List.of("2 cow", "1 bee") : List.of("1 bee", "2 cow"), said(line));
      assertEquals(key, line.getCohortKey());
    }
    assertEquals(32, served("canary", "stable") + served("canary", "candidate"));
    assertTrue(served("canary", "candidate") > 0);
  }

  @Test
  void withoutAKeyTheImageDecidesAndWithoutAnImageThePrediction() {
    door.trial(Stage.CANARY_STAGE, 0.5);
    var versions =
        IntStream.range(0, 12)
            .mapToObj(at -> predict(at % 2 == 0 ? picture(at) : embedding()))
            .peek(
                answer -> {
                  var receipt = Receipts.decode(answer.getReceipt()).orElseThrow();
                  var key =
                      answer.getImageId().isEmpty()
                          ? receipt.getPredictionId()
                          : answer.getImageId();
                  boolean in = Cohort.isIn(OpenDoor.TASK, 2, 0.5, key);
                  assertEquals(in ? 2 : 1, answer.getVersion());
                  assertEquals("", line(answer).getCohortKey());
                })
            .toList();
    assertEquals(12, versions.size());
  }

  @Test
  void allElementsOfARequestFollowTheFirst() {
    door.trial(Stage.CANARY_STAGE, 0.5);
    for (var at = 0; at < 8; at++) {
      var response =
          GRPCInferenceServiceGrpc.newBlockingStub(door.channel)
              .modelInfer(Asking.images(OpenDoor.TASK, bytes(at), bytes(at + 1)).build());
      var lines = List.of(receipts(response).split(",")).stream().map(this::line).toList();
      var first = lines.get(0).getImageId();
      boolean in = Cohort.isIn(OpenDoor.TASK, 2, 0.5, first);
      assertEquals(in ? "2" : "1", response.getModelVersion());
      assertEquals(List.of("", first), lines.stream().map(Predicted::getCohortKey).toList());
    }
  }

  @Test
  void anotherNetworkIsAskedWithoutAnyoneWaitingForIt() {
    door.trialOfAnotherNetwork(Stage.SHADOW_STAGE, 0);
    door.otherBackbone.permits.drainPermits();
    var answer = predict(picture(1));
    assertEquals(1, answer.getVersion());
    door.otherBackbone.permits.release();
    assertEquals(List.of("1 bee", "3 ant"), said(line(answer)));
    assertEquals(1, door.otherBackbone.embedded.get());
  }

  @Test
  void whatAnotherNetworkHasNoTimeForIsCountedAndRecordedWithoutIt() {
    door.trialOfAnotherNetwork(Stage.SHADOW_STAGE, 0);
    door.otherBackbone.permits.drainPermits();
    var answers = IntStream.range(0, 6).mapToObj(at -> predict(picture(at))).toList();
    door.otherBackbone.permits.release(6);
    var scored =
        answers.stream().map(this::line).filter(line -> line.getAnswersCount() == 2).count();
    assertTrue(scored >= 2 && scored < 6, scored + " of 6 were scored");
    assertEquals(scored, door.count("graft.inference.scored", "phase", "shadow"));
    assertEquals(
        6 - scored, door.count("graft.inference.unscored", "phase", "shadow", "why", "busy"));
    assertEquals(6, served("shadow", "stable"));
  }

  @Test
  void anEmbeddingIsNothingToAnotherNetwork() {
    door.trialOfAnotherNetwork(Stage.CANARY_STAGE, 1);
    var answer = predict(embedding());
    assertEquals(1, answer.getVersion());
    assertEquals(List.of("1 bee"), said(line(answer)));
    assertEquals(1, door.count("graft.inference.unscored", "phase", "canary", "why", "input"));
    assertEquals(1, door.count("graft.inference.diverted", "why", "input"));
  }

  @Test
  void aCandidateThatFailsInShadowIsRecordedWithItsFault() {
    door.trialOfAnotherNetwork(Stage.SHADOW_STAGE, 0);
    door.otherBackbone.broken = true;
    var line = line(predict(picture(1)));
    assertEquals(List.of("1 bee", "3 "), said(line));
    var fault = line.getAnswers(1).getFault();
    assertTrue(fault.contains("the device is gone"), fault);
    assertEquals(1, door.count("graft.inference.trial.faults", "phase", "shadow"));
  }

  @Test
  void aCandidateThatFailsWhileItServesIsNobodysLoss() {
    door.trialOfAnotherNetwork(Stage.CANARY_STAGE, 1);
    assertEquals(3, predict(picture(1)).getVersion());
    door.otherBackbone.broken = true;
    var answer = predict(picture(2));
    assertEquals(1, answer.getVersion());
    var line = line(answer);
    assertEquals(1, line.getServedVersion());
    assertEquals(List.of("1 bee", "3 "), said(line));
    assertTrue(line.getAnswers(1).getFault().contains("the device is gone"), line.toString());
    assertEquals(1, door.count("graft.inference.diverted", "why", "fault"));
    assertEquals(1, served("canary", "candidate"));
    assertEquals(1, served("canary", "stable"));
  }

  @Test
  void whatNoVersionCanReadIsStillRefused() {
    door.trialOfAnotherNetwork(Stage.CANARY_STAGE, 1);
    var garbage = picture(GatedBackbone.UNREADABLE);
    var refused = assertThrows(StatusRuntimeException.class, () -> predict(garbage));
    assertEquals(Code.INVALID_ARGUMENT, refused.getStatus().getCode());
    assertEquals(0, served("canary", "stable"));
  }

  @Test
  void aKeyThatIsTooLongIsRefused() {
    var refused =
        assertThrows(
            StatusRuntimeException.class, () -> predict(picture(1).setCohortKey("k".repeat(201))));
    assertEquals(
        "cohort_key has 201 characters; at most 200 are taken",
        refused.getStatus().getDescription());
  }

  private double served(String phase, String version) {
    return door.count("graft.inference.served", "phase", phase, "version", version);
  }

  private static String receipts(ModelInferResponse response) {
    return response.getParametersOrThrow("receipts").getStringParam();
  }

  private PredictResponse predict(PredictRequest.Builder request) {
    return door.client().predict(request.build());
  }

  private static PredictRequest.Builder picture(int first) {
    return PredictRequest.newBuilder().setTaskId(OpenDoor.TASK).setImage(bytes(first));
  }

  private static PredictRequest.Builder embedding() {
    var vector = EmbeddingInput.newBuilder().setSpace(GatedBackbone.SPACE);
    IntStream.range(0, GatedBackbone.WIDTH).forEach(at -> vector.addVector(1));
    return PredictRequest.newBuilder().setTaskId(OpenDoor.TASK).setEmbedding(vector);
  }

  private static ByteString bytes(int first) {
    return ByteString.copyFrom(new byte[] {(byte) first, 2, 3, 4});
  }

  /** What each version answered, in the order of the record. */
  private static List<String> said(Predicted line) {
    return line.getAnswersList().stream().map(TrialAnsweringTest::said).toList();
  }

  private static String said(VersionAnswer answer) {
    return answer.getVersion() + " " + answer.getClassName();
  }

  private Predicted line(PredictResponse answer) {
    return line(answer.getReceipt());
  }

  private Predicted line(String receipt) {
    var predictionId = Receipts.decode(receipt).orElseThrow().getPredictionId();
    while (true) {
      var line = recorded.get(predictionId);
      if (line != null) {
        return line;
      }
      Moment.pass();
    }
  }
}
