package dev.graft.ingest.grpc;

import static dev.graft.ingest.grpc.UploadDoor.picture;
import static dev.graft.ingest.grpc.UploadDoor.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.embedded.Moment;
import dev.graft.ingest.picture.Drawn;
import dev.graft.v1.IngestServiceGrpc;
import dev.graft.v1.SubmitImageRequest;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Uploads that come too fast, break off, are too many, or meet a broken world. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UploadTroubleTest {
  private final UploadDoor door = new UploadDoor();

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void aBrokenWorldEndsTheStreamAndSaysThatAllMayBeSentAgain() {
    door.kafka.breaksAfter = 3;
    var fault =
        assertThrows(
            CompletionException.class,
            () ->
                door.upload(
                    picture("a", 1).build(),
                    picture("b", 2).build(),
                    picture("c", 3).build(),
                    picture("d", 4).build()));
    var status = ((StatusRuntimeException) fault.getCause()).getStatus();
    assertEquals(Code.UNAVAILABLE, status.getCode());
    assertEquals(
        "Kafka is down. 3 pictures of this upload are taken; send all again, that does no harm.",
        status.getDescription());
    door.kafka.breaksAfter = Integer.MAX_VALUE;
    var again =
        door.upload(
            picture("a", 1).build(),
            picture("b", 2).build(),
            picture("c", 3).build(),
            picture("d", 4).build());
    assertEquals(4, again.getAlreadyKnown()); // the fourth was in the store, but not announced
    assertEquals(
        Set.of("a", "b", "c", "d"),
        door.kafka.images().stream()
            .map(fact -> fact.getStored().getImageId())
            .collect(Collectors.toSet()));
    door.awaitNothingHeld();
  }

  @Test
  void asksForNoMoreThanItsWindowAndTheRoomOfAllUploads() {
    door.kafka.permits.drainPermits();
    var begun = door.begin();
    var large = request("", bytes(300_000));
    for (int i = 0; i < 50; i++) {
      begun.requests.onNext(
          large.setImage(large.getImage().toBuilder().setImageId("n" + i)).build());
    }
    door.kafka.awaitWaiting();
    // 4 of 300 kB fill the MiB that there is, and the client is held back
    while (door.uploads.held() < 1 << 20) {
      Moment.pass();
    }
    assertTrue(door.uploads.held() < (1 << 20) + 301_000, "held " + door.uploads.held());
    door.kafka.permits.release(1_000_000);
    begun.requests.onCompleted();
    assertEquals(50, begun.summary.join().getStored());
    door.awaitNothingHeld();
  }

  @Test
  void anUploadWhoseClientHasGoneLeavesNothingBehind() {
    door.kafka.permits.drainPermits();
    var begun = door.begin();
    for (int i = 0; i < 20; i++) {
      begun.requests.onNext(picture("n" + i, 1).build());
    }
    door.kafka.awaitWaiting();
    begun.requests.cancel("enough", null);
    while (door.uploads.open() > 0) {
      Moment.pass();
    }
    door.kafka.permits.release(1_000_000);
    door.awaitNothingHeld();
    int taken = door.kafka.images().size();
    assertTrue(taken <= UploadDoor.AT_A_TIME, taken + " taken in vain");
  }

  @Test
  void oneUploadTooManyIsRefusedAndTheOthersGoOn() {
    var first = door.begin();
    var second = door.begin();
    first.requests.onNext(picture("a", 1).build());
    second.requests.onNext(picture("b", 1).build());
    while (door.uploads.open() < 2) {
      Moment.pass();
    }
    var third = assertThrows(CompletionException.class, () -> door.begin().summary.join());
    assertEquals(
        Code.RESOURCE_EXHAUSTED, ((StatusRuntimeException) third.getCause()).getStatus().getCode());
    first.requests.onCompleted();
    second.requests.onCompleted();
    assertEquals(2, first.summary.join().getStored() + second.summary.join().getStored());
    var alone = IngestServiceGrpc.newBlockingStub(door.channel);
    assertTrue(
        alone
            .submitImage(
                SubmitImageRequest.newBuilder().setImage(picture("a", 1).getImage()).build())
            .getAlreadyKnown());
  }

  @Test
  void aServiceThatLeavesFinishesWhatArrivedAndSaysSo() {
    var begun = door.begin();
    begun.requests.onNext(picture("a", 1).build());
    while (door.kafka.images().isEmpty()) {
      Moment.pass();
    }
    door.server.close();
    var fault = assertThrows(CompletionException.class, begun.summary::join);
    assertTrue(
        fault.getMessage().contains("The service is leaving. 1 pictures of this upload are taken"),
        fault.getMessage());
  }

  /** A picture with much behind its end. */
  private static byte[] bytes(int size) {
    var png = Drawn.png(9);
    return Arrays.copyOf(png, size);
  }
}
