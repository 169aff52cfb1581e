package dev.graft.deploy.command;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import dev.graft.deploy.Failure;
import dev.graft.deploy.reach.ClientStream;
import dev.graft.deploy.reach.Doors;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.LabelSubmitted;
import dev.graft.v1.UploadImagesRequest;
import dev.graft.v1.UploadImagesResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends files as one stream. If the service goes away meanwhile, everything is sent once more: all
 * of it is idempotent, its labels too, since they carry the event id and time of this run.
 */
final class FolderUpload {
  private static final int TRIES = 5;
  private static final long PAUSE_SECONDS = 2;

  private final Doors doors;
  private final Labelling labelling;
  private final Runnable progress;
  private final long startedMillis;
  private final List<Path> sent = new ArrayList<>();
  private final List<Unreadable> unreadable = new ArrayList<>();

  /** What the label of a file is; no label if the task is empty. */
  record Labelling(Path folder, String taskId, String annotator) {}

  /** A file that could not be read here. */
  record Unreadable(Path file, String why) {}

  /**
   * What became of the files.
   *
   * @param sent in the order of the stream, for the indices of the refusals
   */
  record Result(UploadImagesResponse summary, List<Path> sent, List<Unreadable> unreadable) {}

  FolderUpload(Doors doors, Labelling labelling, long startedMillis, Runnable progress) {
    this.doors = doors;
    this.labelling = labelling;
    this.startedMillis = startedMillis;
    this.progress = progress;
  }

  Result send(List<Path> files) {
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          return once(files, attempt == 1 ? progress : () -> {});
        } catch (StatusRuntimeException refusal) {
          boolean away = refusal.getStatus().getCode() == Status.Code.UNAVAILABLE;
          if (!away || attempt == TRIES) {
            throw refusal;
          }
          TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  private Result once(List<Path> files, Runnable step) throws InterruptedException {
    sent.clear();
    unreadable.clear();
    var summary = UploadImagesResponse.newBuilder();
    var stream =
        ClientStream.<UploadImagesRequest, UploadImagesResponse>open(
            doors.ingestStreams()::uploadImages, summary::mergeFrom);
    for (var file : files) {
      try {
        if (!stream.send(message(file, sent.size()))) {
          break;
        }
        sent.add(file);
      } catch (IOException e) {
        unreadable.add(new Unreadable(file, "can't be read: " + e));
      }
      step.run();
    }
    stream.finish();
    return new Result(summary.build(), List.copyOf(sent), List.copyOf(unreadable));
  }

  private UploadImagesRequest message(Path file, int index) throws IOException {
    var message =
        UploadImagesRequest.newBuilder()
            .setImage(
                ImageSubmitted.newBuilder()
                    .setData(ByteString.copyFrom(Files.readAllBytes(file)))
                    .setSource(shortened(file.toString())));
    if (!labelling.taskId().isEmpty()) {
      message.addLabels(
          LabelSubmitted.newBuilder()
              .setTaskId(labelling.taskId())
              .setClassName(labelling.folder().relativize(file).getName(0).toString())
              .setAnnotator(labelling.annotator())
              .setEventId("import-%d-%d".formatted(startedMillis, index))
              .setEventTime(Timestamps.fromMillis(startedMillis)));
    }
    return message.build();
  }

  /** What a source may have; the end of a path says more than its beginning. */
  private static String shortened(String path) {
    return path.substring(Math.max(0, path.length() - 200));
  }
}
