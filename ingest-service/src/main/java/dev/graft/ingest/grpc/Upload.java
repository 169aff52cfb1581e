package dev.graft.ingest.grpc;

import dev.graft.blobs.StoreUnavailableException;
import dev.graft.ingest.outcome.UnavailableException;
import dev.graft.v1.UploadImagesRequest;
import dev.graft.v1.UploadImagesResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of pictures. It asks for the next message only while fewer than its window are under
 * way and all uploads together have room, so a fast client waits and nothing piles up. It ends when
 * what has arrived is done: with the summary, or at the first sign of a broken world with
 * UNAVAILABLE.
 */
final class Upload implements StreamObserver<UploadImagesRequest> {
  private static final Logger log = LoggerFactory.getLogger(Upload.class);

  private final ServerCallStreamObserver<UploadImagesResponse> call;
  private final PictureAndLabels pictures;
  private final UploadRoom room;
  private final InTurn work;
  private final int window;
  private final InstantSource clock;
  private final Consumer<Upload> ended;
  private final UploadTally tally = new UploadTally();
  private final Runnable again = this::ask;

  // All guarded by this.
  private long arrived;
  private int underWay;
  private boolean asked;
  private boolean halfClosed;
  private boolean over;
  private Optional<Status> stopping = Optional.empty();
  private Instant lastArrival = Instant.EPOCH;

  Upload(
      ServerCallStreamObserver<UploadImagesResponse> call,
      PictureAndLabels pictures,
      UploadRoom room,
      InTurn work,
      int window,
      InstantSource clock,
      Consumer<Upload> ended) {
    this.call = call;
    this.pictures = pictures;
    this.room = room;
    this.work = work;
    this.window = window;
    this.clock = clock;
    this.ended = ended;
  }

  void begin() {
    call.disableAutoRequest();
    call.setOnCancelHandler(this::gone);
    ask();
  }

  private void ask() {
    synchronized (this) {
      if (asked || halfClosed || over || stopping.isPresent() || underWay >= window) {
        return;
      }
      if (!room.free(again)) {
        return;
      }
      asked = true;
    }
    call.request(1);
  }

  @Override
  public void onNext(UploadImagesRequest message) {
    long size = message.getSerializedSize();
    long index;
    Instant at;
    synchronized (this) {
      asked = false;
      index = arrived++;
      at = arrival();
      underWay++;
    }
    room.enter(size);
    work.run(PictureAndLabels.key(message.getImage()), () -> take(index, message, at))
        .whenComplete((done, failed) -> done(size));
    ask();
  }

  /** Later in the stream is later in time, however coarse the clock: the last label counts. */
  private Instant arrival() {
    var now = clock.instant();
    var next = lastArrival.plusNanos(1_000); // more than a message has labels
    lastArrival = now.isAfter(next) ? now : next;
    return lastArrival;
  }

  private void take(long index, UploadImagesRequest message, Instant at) {
    if (pointless()) {
      return;
    }
    try {
      pictures.take(index, message, at, tally);
    } catch (StoreUnavailableException | UnavailableException broken) {
      stop(Status.UNAVAILABLE.withDescription(broken.getMessage()).withCause(broken));
    } catch (RuntimeException fault) {
      log.error("message {} of an upload failed by our fault", index, fault);
      stop(Status.INTERNAL.withDescription("a fault of this service: " + fault).withCause(fault));
    }
  }

  private synchronized boolean pointless() {
    return over || stopping.filter(why -> why.getCause() != null).isPresent();
  }

  private synchronized void stop(Status why) {
    stopping = stopping.filter(first -> first.getCause() != null).or(() -> Optional.of(why));
  }

  private void done(long size) {
    synchronized (this) {
      underWay--;
    }
    room.leave(size);
    finish();
    ask();
  }

  /** The process is about to end: what has arrived is done, and no more is asked for. */
  void leave() {
    stop(Status.UNAVAILABLE.withDescription("The service is leaving."));
    finish();
  }

  @Override
  public void onCompleted() {
    synchronized (this) {
      halfClosed = true;
    }
    finish();
  }

  private void finish() {
    Optional<Status> why;
    synchronized (this) {
      if (over || underWay > 0 || (!halfClosed && stopping.isEmpty())) {
        return;
      }
      over = true;
      // Leaving spoils nothing if all has arrived and is done.
      why = stopping.filter(status -> !halfClosed || status.getCause() != null);
    }
    end();
    if (why.isPresent()) {
      call.onError(safeToRepeat(why.get()).asRuntimeException());
    } else {
      call.onNext(tally.summary());
      call.onCompleted();
    }
  }

  private Status safeToRepeat(Status why) {
    return why.withDescription(
        "%s %d pictures of this upload are taken; send all again, that does no harm."
            .formatted(why.getDescription(), tally.taken()));
  }

  @Override
  public void onError(Throwable failure) {
    gone();
  }

  private void gone() {
    synchronized (this) {
      over = true;
    }
    end();
  }

  private void end() {
    room.forget(again);
    ended.accept(this);
  }
}
