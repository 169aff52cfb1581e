package dev.graft.ingest.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.util.Timestamps;
import dev.graft.blobs.BlobStores;
import dev.graft.connect.GrpcServerShell;
import dev.graft.ingest.door.Announcer;
import dev.graft.ingest.door.Counts;
import dev.graft.ingest.door.Desk;
import dev.graft.ingest.intake.Intake;
import dev.graft.ingest.outcome.UnavailableException;
import dev.graft.ingest.picture.Drawn;
import dev.graft.ingest.picture.PictureLimits;
import dev.graft.ingest.task.TaskTopic;
import dev.graft.ingest.task.Tasks;
import dev.graft.topics.Topic;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.ImageFact;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.IngestServiceGrpc;
import dev.graft.v1.LabelFact;
import dev.graft.v1.LabelSubmitted;
import dev.graft.v1.SubmitImageRequest;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.UploadImagesRequest;
import dev.graft.v1.UploadImagesResponse;
import dev.graft.v1.UploadRefusal;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** UploadImages over a real socket, with a store and a topic in memory. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UploadTest {
  private static final Clock STILL =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  private static final int AT_A_TIME = 2;

  private final Kafka kafka = new Kafka();
  private final Desk desk =
      new Desk(
          new Intake(BlobStores.inMemory(), PictureLimits.DEFAULT),
          new Tasks(new OneTask(), digest -> true, BackboneRef.getDefaultInstance(), STILL),
          kafka,
          new Counts(new SimpleMeterRegistry()),
          STILL);
  private final Uploads uploads = new Uploads(desk, new Uploads.Limits(AT_A_TIME, 1 << 20), STILL);
  private final GrpcServerShell server =
      GrpcServerShell.start(0, List.of(new IngestEndpoint(desk, uploads)), GrpcLimits.of(4, 2))
          .onLeaving(uploads::leave);
  private final ManagedChannel channel =
      NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();

  @AfterEach
  void close() {
    kafka.permits.release(1_000_000);
    channel.shutdownNow();
    server.close();
    uploads.close();
  }

  @Test
  void takesALabelledFolderInOneStream() {
    var summary =
        upload(
            picture("a", 1).addLabels(label("cat")).build(),
            picture("b", 2).addLabels(label("dog")).build(),
            picture("", 3).addLabels(label("dog")).build(),
            picture("a", 1).build());
    assertEquals(
        UploadImagesResponse.newBuilder().setStored(3).setAlreadyKnown(1).setLabelled(3).build(),
        summary);
    assertEquals(4, kafka.images().size());
    var labelled = kafka.labels().stream().map(LabelFact::getImageId).toList();
    assertTrue(labelled.containsAll(List.of("a", "b")), labelled.toString());
  }

  @Test
  void aBadPictureOrLabelAmidGoodOnesEndsNothing() {
    var summary =
        upload(
            picture("a", 1).build(),
            request("bad", "no picture".getBytes(UTF_8)).addLabels(label("cat")).build(),
            picture("b", 2).addLabels(label("cow")).addLabels(label("cat")).build(),
            UploadImagesRequest.getDefaultInstance(),
            picture("c", 3).build());
    assertEquals(3, summary.getStored());
    assertEquals(2, summary.getRefusedImages());
    assertEquals(1, summary.getRefusedLabels());
    assertEquals(1, summary.getSkippedLabels());
    assertEquals(1, summary.getLabelled());
    assertEquals(
        List.of("1/0 bad unknown-kind 3", "2/1 b unknown-class 3", "3/0  empty-picture 3"),
        summary.getRefusalsList().stream().map(UploadTest::line).sorted().toList());
  }

  @Test
  void namesTheFirstHundredRefusalsAndCountsAll() {
    var bad = new ArrayList<UploadImagesRequest>();
    for (int i = 0; i < 130; i++) {
      bad.add(request("x" + i, new byte[] {1, 2, 3}).build());
    }
    var summary = upload(bad.toArray(UploadImagesRequest[]::new));
    assertEquals(130, summary.getRefusedImages());
    assertEquals(100, summary.getRefusalsCount());
  }

  @Test
  void keepsTheOrderOfWhatConcernsOneImage() {
    var all = new ArrayList<UploadImagesRequest>();
    for (int i = 0; i < 40; i++) {
      all.add(picture("same", 1).addLabels(label(i % 2 == 0 ? "cat" : "dog")).build());
      all.add(picture("other-" + i, 2).build());
    }
    all.add(picture("same", 2).build()); // the first bytes won
    var summary = upload(all.toArray(UploadImagesRequest[]::new));
    assertEquals("80/0 same id-taken 6", line(summary.getRefusals(0)));
    var said = kafka.labels();
    for (int i = 0; i < said.size(); i++) {
      assertEquals(i % 2 == 0 ? "cat" : "dog", said.get(i).getAsserted().getClassName());
      assertTrue(
          i == 0
              || Timestamps.compare(said.get(i - 1).getEventTime(), said.get(i).getEventTime()) < 0,
          "later in the stream must be later in time");
    }
  }

  @Test
  void aBrokenWorldEndsTheStreamAndSaysThatAllMayBeSentAgain() {
    kafka.breaksAfter = 3;
    var fault =
        assertThrows(
            CompletionException.class,
            () ->
                upload(
                    picture("a", 1).build(),
                    picture("b", 2).build(),
                    picture("c", 3).build(),
                    picture("d", 4).build()));
    var status = ((StatusRuntimeException) fault.getCause()).getStatus();
    assertEquals(Code.UNAVAILABLE, status.getCode());
    assertEquals(
        "Kafka is down. 3 pictures of this upload are taken; send all again, that does no harm.",
        status.getDescription());
    kafka.breaksAfter = Integer.MAX_VALUE;
    var again =
        upload(
            picture("a", 1).build(),
            picture("b", 2).build(),
            picture("c", 3).build(),
            picture("d", 4).build());
    assertEquals(4, again.getAlreadyKnown()); // the fourth was in the store, but not announced
    assertEquals(
        Set.of("a", "b", "c", "d"),
        kafka.images().stream()
            .map(fact -> fact.getStored().getImageId())
            .collect(Collectors.toSet()));
    awaitNothingHeld();
  }

  @Test
  void asksForNoMoreThanItsWindowAndTheRoomOfAllUploads() {
    kafka.permits.drainPermits();
    var begun = new Begun();
    var large = request("", bytes(300_000));
    for (int i = 0; i < 50; i++) {
      begun.requests.onNext(
          large.setImage(large.getImage().toBuilder().setImageId("n" + i)).build());
    }
    kafka.awaitWaiting(AT_A_TIME);
    // 4 of 300 kB fill the MiB that there is, and the client is held back
    while (uploads.held() < 1 << 20) {
      Thread.onSpinWait();
    }
    assertTrue(uploads.held() < (1 << 20) + 301_000, "held " + uploads.held());
    kafka.permits.release(1_000_000);
    begun.requests.onCompleted();
    assertEquals(50, begun.summary.join().getStored());
    awaitNothingHeld();
  }

  @Test
  void anUploadWhoseClientHasGoneLeavesNothingBehind() {
    kafka.permits.drainPermits();
    var begun = new Begun();
    for (int i = 0; i < 20; i++) {
      begun.requests.onNext(picture("n" + i, 1).build());
    }
    kafka.awaitWaiting(AT_A_TIME);
    begun.requests.cancel("enough", null);
    while (uploads.open() > 0) {
      Thread.onSpinWait();
    }
    kafka.permits.release(1_000_000);
    awaitNothingHeld();
    assertTrue(kafka.images().size() <= AT_A_TIME, kafka.images().size() + " taken in vain");
  }

  @Test
  void oneUploadTooManyIsRefusedAndTheOthersGoOn() {
    var first = new Begun();
    var second = new Begun();
    first.requests.onNext(picture("a", 1).build());
    second.requests.onNext(picture("b", 1).build());
    while (uploads.open() < 2) {
      Thread.onSpinWait();
    }
    var third = assertThrows(CompletionException.class, () -> new Begun().summary.join());
    assertEquals(
        Code.RESOURCE_EXHAUSTED, ((StatusRuntimeException) third.getCause()).getStatus().getCode());
    first.requests.onCompleted();
    second.requests.onCompleted();
    assertEquals(2, first.summary.join().getStored() + second.summary.join().getStored());
    var alone = IngestServiceGrpc.newBlockingStub(channel);
    assertTrue(
        alone
            .submitImage(
                SubmitImageRequest.newBuilder().setImage(picture("a", 1).getImage()).build())
            .getAlreadyKnown());
  }

  @Test
  void aServiceThatLeavesFinishesWhatArrivedAndSaysSo() {
    var begun = new Begun();
    begun.requests.onNext(picture("a", 1).build());
    while (kafka.images().isEmpty()) {
      Thread.onSpinWait();
    }
    server.close();
    var fault = assertThrows(CompletionException.class, begun.summary::join);
    assertTrue(
        fault.getMessage().contains("The service is leaving. 1 pictures of this upload are taken"),
        fault.getMessage());
  }

  private void awaitNothingHeld() {
    while (uploads.held() > 0 || uploads.open() > 0) {
      Thread.onSpinWait();
    }
  }

  private UploadImagesResponse upload(UploadImagesRequest... messages) {
    var begun = new Begun();
    for (var message : messages) {
      begun.requests.onNext(message);
    }
    begun.requests.onCompleted();
    return begun.summary.join();
  }

  private static UploadImagesRequest.Builder picture(String id, int seed) {
    return request(id, Drawn.png(seed));
  }

  private static UploadImagesRequest.Builder request(String id, byte[] bytes) {
    return UploadImagesRequest.newBuilder()
        .setImage(ImageSubmitted.newBuilder().setImageId(id).setData(ByteString.copyFrom(bytes)));
  }

  /** A picture with much behind its end. */
  private static byte[] bytes(int size) {
    var png = Drawn.png(9);
    return Arrays.copyOf(png, size);
  }

  private static LabelSubmitted label(String className) {
    return LabelSubmitted.newBuilder().setTaskId("pets").setClassName(className).build();
  }

  private static String line(UploadRefusal refusal) {
    return "%d/%d %s %s %d"
        .formatted(
            refusal.getIndex(),
            refusal.getLabel(),
            refusal.getImageId(),
            refusal.getFault(),
            refusal.getCode());
  }

  /** A stream as a client sees it. */
  private final class Begun
      implements ClientResponseObserver<UploadImagesRequest, UploadImagesResponse> {
    final CompletableFuture<UploadImagesResponse> summary = new CompletableFuture<>();
    final ClientCallStreamObserver<UploadImagesRequest> requests;

    Begun() {
      StreamObserver<UploadImagesRequest> begun =
          IngestServiceGrpc.newStub(channel).uploadImages(this);
      this.requests = (ClientCallStreamObserver<UploadImagesRequest>) begun;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<UploadImagesRequest> stream) {}

    @Override
    public void onNext(UploadImagesResponse value) {
      summary.complete(value);
    }

    @Override
    public void onError(Throwable failure) {
      summary.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {}
  }

  /** Remembers what was announced, in order; waits for a permit before each. */
  private static final class Kafka implements Announcer {
    final Semaphore permits = new Semaphore(1_000_000);
    volatile int breaksAfter = Integer.MAX_VALUE;
    private final List<Message> facts = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch full = new CountDownLatch(AT_A_TIME);

    @Override
    public <V extends Message> void announce(Topic<V> topic, String key, V fact) {
      full.countDown();
      permits.acquireUninterruptibly();
      synchronized (facts) {
        if (facts.size() >= breaksAfter) {
          throw new UnavailableException("Kafka is down.");
        }
        facts.add(fact);
      }
    }

    void awaitWaiting(int announcements) {
      assertEquals(AT_A_TIME, announcements);
      try {
        full.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    List<ImageFact> images() {
      return of(ImageFact.class);
    }

    List<LabelFact> labels() {
      return of(LabelFact.class);
    }

    private <M> List<M> of(Class<M> type) {
      synchronized (facts) {
        return facts.stream().filter(type::isInstance).map(type::cast).toList();
      }
    }
  }

  /** Task pets, with cats and dogs. */
  private static final class OneTask implements TaskTopic {
    private static final TaskSpec PETS =
        TaskSpec.newBuilder().setTaskId("pets").addClasses("cat").addClasses("dog").build();

    @Override
    public Optional<TaskSpec> get(String taskId) {
      return Optional.of(PETS).filter(task -> task.getTaskId().equals(taskId));
    }

    @Override
    public Collection<TaskSpec> all() {
      return List.of(PETS);
    }

    @Override
    public void announce(TaskSpec task) {
      throw new UnsupportedOperationException("tasks stay as they are here");
    }
  }
}
