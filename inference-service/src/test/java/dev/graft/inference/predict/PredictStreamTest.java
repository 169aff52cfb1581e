package dev.graft.inference.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.blobs.BlobStores;
import dev.graft.embedded.Moment;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictStreamResponse;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PredictStreamTest {
  private final OpenDoor door = new OpenDoor(BlobStores.inMemory());

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void answersAllThatWasAskedAndEndsWhenTheClientHasAskedAll() {
    var stream = new Streamed(door);
    IntStream.range(0, 200).forEach(i -> stream.ask("r" + i, i % 50));
    stream.finish();
    stream.end.join();
    assertEquals(200, stream.answers.size());
    assertEquals("bee", stream.answers.get("r7").getAnswer().getClassName());
    assertEquals(200, door.backbone.embedded.get());
  }

  @Test
  void badRequestsAmidGoodOnesEndNothing() {
    var stream = new Streamed(door);
    stream.ask("good-1", 1);
    stream.ask("bad", GatedBackbone.UNREADABLE);
    stream.ask(Streamed.request("lost", "nowhere", 1));
    stream.ask("x".repeat(201), 1);
    stream.ask("good-2", 2);
    stream.finish();
    stream.end.join();
    assertEquals("bee", stream.answers.get("good-1").getAnswer().getClassName());
    assertEquals("bee", stream.answers.get("good-2").getAnswer().getClassName());
    assertEquals("3 the picture cannot be read: no picture", fault(stream, "bad"));
    assertEquals("5 there is no task nowhere; create it first", fault(stream, "lost"));
    assertEquals(
        "3 request_id has 201 characters; at most 200 come back", fault(stream, "x".repeat(200)));
  }

  @Test
  void aFullQueueMakesAStreamWaitAndLeavesRoomForOthers() {
    door.backbone.permits.drainPermits();
    var stream = new Streamed(door);
    IntStream.range(0, 40).forEach(i -> stream.ask("r" + i, i));
    while (door.embedder.queued() < OpenDoor.QUEUE / 2) {
      Moment.pass();
    }
    var alone = new Streamed(door); // another one waits behind it, and is not refused either
    alone.ask("alone", 1);
    alone.finish();
    assertEquals(OpenDoor.QUEUE / 2, door.embedder.queued());
    var first = later(1);
    var second = later(2);
    while (door.embedder.queued() < OpenDoor.QUEUE) {
      Moment.pass();
    }
    var third = assertThrows(StatusRuntimeException.class, () -> predict(3));
    assertEquals(Code.RESOURCE_EXHAUSTED, third.getStatus().getCode());
    door.backbone.permits.release(1_000_000);
    stream.finish();
    stream.end.join();
    alone.end.join();
    first.join();
    second.join();
    assertTrue(stream.answers.values().stream().allMatch(PredictStreamResponse::hasAnswer));
    assertEquals(40, stream.answers.size());
    assertTrue(alone.answers.get("alone").hasAnswer());
  }

  @Test
  void aReaderThatTakesNothingIsAskedForNoMoreThanTheWindow() {
    var reader = new SlowReader<PredictStreamResponse>();
    var stream = door.door.predictStream(reader);
    for (int sent = 0; sent < OpenDoor.WINDOW; sent++) {
      while (reader.asked.get() <= sent) {
        Moment.pass();
      }
      stream.onNext(Streamed.request("r" + sent, OpenDoor.TASK, sent));
    }
    while (door.backbone.embedded.get() < OpenDoor.WINDOW || door.embedder.queued() > 0) {
      Moment.pass();
    }
    assertEquals(OpenDoor.WINDOW, reader.asked.get());
    assertEquals(List.of(), reader.read);
    stream.onCompleted();
    assertFalse(reader.completed);
    reader.wake();
    while (!reader.completed) {
      Moment.pass();
    }
    assertEquals(OpenDoor.WINDOW, reader.read.size());
  }

  @Test
  void aStreamThatWasCancelledLeavesNothingInTheQueue() {
    door.backbone.permits.drainPermits();
    var stream = new Streamed(door);
    IntStream.range(0, 40).forEach(i -> stream.ask("r" + i, i));
    while (door.backbone.waiting.get() == 0) {
      Moment.pass();
    }
    stream.cancel();
    while (door.door.openStreams() > 0) {
      Moment.pass();
    }
    door.backbone.permits.release(1_000_000);
    while (door.embedder.queued() > 0) {
      Moment.pass();
    }
    assertEquals(1, door.backbone.embedded.get());
  }

  @Test
  void aReplicaThatLeavesAnswersWhatArrivedAndSaysSo() {
    var stream = new Streamed(door);
    stream.ask("r1", 1);
    stream.awaitAnswers(1);
    door.server.close();
    var end = assertThrows(CompletionException.class, stream.end::join);
    var status = Status.fromThrowable(end.getCause());
    assertEquals(Code.UNAVAILABLE, status.getCode());
    assertTrue(status.getDescription().contains("send the rest to another"), status.toString());
  }

  @Test
  void oneStreamTooManyIsRefusedAndTheOthersGoOn() {
    var first = new Streamed(door);
    var second = new Streamed(door);
    first.ask("r1", 1);
    second.ask("r1", 1);
    first.awaitAnswers(1);
    second.awaitAnswers(1);
    var third = assertThrows(CompletionException.class, new Streamed(door).end::join);
    assertEquals(Code.RESOURCE_EXHAUSTED, Status.fromThrowable(third.getCause()).getCode());
    first.ask("r2", 1);
    first.awaitAnswers(2);
  }

  private CompletableFuture<Void> later(int firstByte) {
    return CompletableFuture.runAsync(() -> predict(firstByte));
  }

  private void predict(int firstByte) {
    PredictRequest request = Streamed.request("", OpenDoor.TASK, firstByte).getRequest();
    assertEquals("bee", door.client().predict(request).getClassName());
  }

  private static String fault(Streamed stream, String id) {
    var fault = stream.answers.get(id).getFault();
    return fault.getCode() + " " + fault.getMessage();
  }
}
