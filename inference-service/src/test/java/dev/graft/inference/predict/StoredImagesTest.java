package dev.graft.inference.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.graft.embedded.Moment;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictionServiceGrpc;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StoredImagesTest {
  private final StuckStore store = new StuckStore();
  private final OpenDoor door = new OpenDoor(store);

  @AfterEach
  void close() {
    store.answer();
    door.close();
  }

  @Test
  void aStoreThatDoesNotAnswerHoldsUpOnlyThoseWhoNeedIt() throws Exception {
    var stuck =
        PredictionServiceGrpc.newFutureStub(door.channel)
            .predict(
                PredictRequest.newBuilder()
                    .setTaskId(OpenDoor.TASK)
                    .setStoredImageId("cat-1")
                    .build());
    while (store.asked.get() == 0) {
      Moment.pass();
    }
    var picture = Streamed.request("", OpenDoor.TASK, 1).getRequest();
    assertEquals("bee", door.client().predict(picture).getClassName());
    assertEquals(1, store.asked.get());
    store.answer();
    var absent = assertThrows(ExecutionException.class, stuck::get);
    assertEquals(Code.NOT_FOUND, Status.fromThrowable(absent.getCause()).getCode());
  }
}
