package dev.graft.ingest.grpc;

import dev.graft.ingest.door.Desk;
import dev.graft.v1.UploadImagesRequest;
import dev.graft.v1.UploadImagesResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The uploads of this process, and what they share: threads and room. */
public final class Uploads implements AutoCloseable {
  private final Desk desk;
  private final InstantSource clock;
  private final int window;
  private final UploadRoom room;
  private final ExecutorService threads;
  private final Set<Upload> open = ConcurrentHashMap.newKeySet();
  private volatile boolean leaving;

  /**
   * How much of all uploads together is held.
   *
   * @param pictures taken in at a time
   * @param bytes held; each stream may hold one picture over
   */
  public record Limits(int pictures, long bytes) {}

  public Uploads(Desk desk, Limits limits, InstantSource clock) {
    this.desk = desk;
    this.clock = clock;
    this.window = 2 * limits.pictures(); // one stream alone keeps every thread busy
    this.room = new UploadRoom(limits.bytes());
    this.threads =
        Executors.newFixedThreadPool(
            limits.pictures(),
            work -> {
              var thread = new Thread(work, "upload");
              thread.setDaemon(true);
              return thread;
            });
  }

  StreamObserver<UploadImagesRequest> begin(ServerCallStreamObserver<UploadImagesResponse> call) {
    var upload =
        new Upload(
            call,
            new PictureAndLabels(desk),
            room,
            new InTurn(threads),
            window,
            clock,
            open::remove);
    open.add(upload);
    upload.begin();
    if (leaving) {
      upload.leave();
    }
    return upload;
  }

  /** Ends every stream after what has arrived, so that a stop need not wait for its client. */
  public void leave() {
    leaving = true;
    open.forEach(Upload::leave);
  }

  /** After the server: whatever is under way is given up. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** Streams that run. */
  int open() {
    return open.size();
  }

  /** Bytes of pictures that are held. */
  long held() {
    return room.held();
  }
}
