package dev.graft.deploy.endtoend;

import com.google.protobuf.ByteString;
import dev.graft.deploy.reach.Addresses;
import dev.graft.deploy.reach.Doors;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import dev.graft.vision.hostile.HostilePicture;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Asks for the class of each of many pictures, a few at a time. */
final class AskedPictures implements AutoCloseable {
  private static final int AT_ONCE = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Doors doors;
  private final String task;
  private final Map<String, String> answers = new ConcurrentHashMap<>();

  AskedPictures(Addresses addresses, String task) {
    this.doors = new Doors(addresses);
    this.task = task;
  }

  /**
   * By name: nothing for a picture that has a class, else why it has none. A status other than
   * INVALID_ARGUMENT, or one without a reason, is left out.
   */
  Map<String, String> all(List<HostilePicture> pictures) throws InterruptedException {
    var turns = new Semaphore(AT_ONCE);
    for (var picture : pictures) {
      turns.acquire();
      var request =
          PredictRequest.newBuilder()
              .setTaskId(task)
              .setImage(ByteString.copyFrom(picture.bytes()))
              .build();
      doors
          .predictLater(request, PATIENCE)
          .whenComplete(
              (answer, failure) -> {
                note(picture.name(), answer, failure);
                turns.release();
              });
    }
    turns.acquire(AT_ONCE);
    return answers;
  }

  private void note(String name, PredictResponse answer, Throwable failure) {
    if (failure == null) {
      answers.put(name, answer.getClassName().isEmpty() ? "no class" : "");
      return;
    }
    var status = Status.fromThrowable(failure);
    var why = String.valueOf(status.getDescription());
    if (status.getCode() == Code.INVALID_ARGUMENT && !why.isBlank()) {
      answers.put(name, why);
    } else {
      System.out.println(name + ": " + status);
    }
  }

  String summary() {
    long read = answers.values().stream().filter(String::isEmpty).count();
    return read + " answered, " + (answers.size() - read) + " refused";
  }

  @Override
  public void close() {
    doors.close();
  }
}
