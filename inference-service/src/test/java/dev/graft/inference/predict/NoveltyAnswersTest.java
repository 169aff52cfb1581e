package dev.graft.inference.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.graft.blobs.BlobStores;
import dev.graft.inference.openinference.Asking;
import dev.graft.openinference.GRPCInferenceServiceGrpc;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import dev.graft.v1.PredictStreamRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What an answer says of pictures that look like none of the classes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class NoveltyAnswersTest {
  private static final ByteString LIKE = ByteString.copyFrom(new byte[] {2, 2, 2, 2});
  private static final ByteString UNLIKE = ByteString.copyFrom(new byte[] {2, 0, 0, 0});

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
  void anAnswerSaysWhetherThePictureIsUnknownAndByHowMuch() {
    var like = predict(LIKE, OpenDoor.TELLS).getNovelty();
    assertFalse(like.getUnknown());
    assertEquals(0, like.getScore(), 1e-6);
    var unlike = predict(UNLIKE, OpenDoor.TELLS).getNovelty();
    assertTrue(unlike.getUnknown());
    assertEquals(0.5, unlike.getScore(), 1e-6);
    assertEquals(0.01, unlike.getThreshold());
    assertEquals(0.05, unlike.getRejectionRate());
  }

  @Test
  void classAndProbabilitiesAreThereAllTheSame() {
    var unlike = predict(UNLIKE, OpenDoor.TELLS);
    assertEquals("ant", unlike.getClassName());
    assertEquals(3, unlike.getProbabilitiesCount());
    assertEquals(unlike.getProbabilities(0), unlike.getProbability());
  }

  @Test
  void aVersionThatNeverLearnedToTellSaysNothing() {
    assertFalse(predict(UNLIKE, 1).hasNovelty());
  }

  @Test
  void aStreamSaysTheSame() {
    var stream = new Streamed(door);
    stream.ask(
        PredictStreamRequest.newBuilder()
            .setRequestId("one")
            .setRequest(request(UNLIKE, OpenDoor.TELLS))
            .build());
    stream.finish();
    stream.end.join();
    assertEquals(
        predict(UNLIKE, OpenDoor.TELLS).getNovelty(),
        stream.answers.get("one").getAnswer().getNovelty());
  }

  @Test
  void theOpenInferenceProtocolSaysItOfEachElement() {
    var stub = GRPCInferenceServiceGrpc.newBlockingStub(door.channel);
    var telling =
        stub.modelInfer(
                Asking.images(OpenDoor.TASK, LIKE, UNLIKE)
                    .setModelVersion(String.valueOf(OpenDoor.TELLS))
                    .build())
            .getParametersMap();
    assertEquals("false,true", telling.get("unknown").getStringParam());
    var scores = List.of(telling.get("novelty").getStringParam().split(","));
    assertEquals(0, Double.parseDouble(scores.get(0)), 1e-6);
    assertEquals(0.5, Double.parseDouble(scores.get(1)), 1e-6);
    assertEquals(0.01, telling.get("novelty_threshold").getDoubleParam());
    var silent = stub.modelInfer(Asking.images(OpenDoor.TASK, UNLIKE).build()).getParametersMap();
    assertFalse(silent.containsKey("unknown") || silent.containsKey("novelty"));
  }

  private PredictResponse predict(ByteString picture, long version) {
    return door.client().predict(request(picture, version).build());
  }

  private static PredictRequest.Builder request(ByteString picture, long version) {
    return PredictRequest.newBuilder()
        .setTaskId(OpenDoor.TASK)
        .setImage(picture)
        .setVersion(version);
  }
}
