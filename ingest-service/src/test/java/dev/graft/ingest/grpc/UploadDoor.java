package dev.graft.ingest.grpc;

import com.google.protobuf.ByteString;
import dev.graft.blobs.BlobStores;
import dev.graft.connect.GrpcServerShell;
import dev.graft.embedded.Moment;
import dev.graft.ingest.door.Counts;
import dev.graft.ingest.door.Desk;
import dev.graft.ingest.intake.Intake;
import dev.graft.ingest.picture.Drawn;
import dev.graft.ingest.picture.PictureLimits;
import dev.graft.ingest.task.TaskTopic;
import dev.graft.ingest.task.Tasks;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.LabelSubmitted;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.UploadImagesRequest;
import dev.graft.v1.UploadImagesResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** UploadImages over a real socket, with a store and a topic in memory. */
final class UploadDoor implements AutoCloseable {
  private static final Clock STILL =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  static final int AT_A_TIME = 2;

  final RememberedFacts kafka = new RememberedFacts(AT_A_TIME);
  private final Desk desk =
      new Desk(
          new Intake(BlobStores.inMemory(), PictureLimits.DEFAULT),
          new Tasks(new OneTask(), digest -> true, BackboneRef.getDefaultInstance(), STILL),
          kafka,
          new Counts(new SimpleMeterRegistry()),
          STILL);
  final Uploads uploads = new Uploads(desk, new Uploads.Limits(AT_A_TIME, 1 << 20), STILL);
  final GrpcServerShell server =
      GrpcServerShell.start(0, List.of(new IngestEndpoint(desk, uploads)), GrpcLimits.of(4, 2))
          .onLeaving(uploads::leave);
  final ManagedChannel channel =
      NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();

  UploadImagesResponse upload(UploadImagesRequest... messages) {
    var begun = begin();
    for (var message : messages) {
      begun.requests.onNext(message);
    }
    begun.requests.onCompleted();
    return begun.summary.join();
  }

  /** A stream that the test goes on with, or not. */
  BegunUpload begin() {
    return new BegunUpload(channel);
  }

  static UploadImagesRequest.Builder picture(String id, int seed) {
    return request(id, Drawn.png(seed));
  }

  static UploadImagesRequest.Builder request(String id, byte[] bytes) {
    return UploadImagesRequest.newBuilder()
        .setImage(ImageSubmitted.newBuilder().setImageId(id).setData(ByteString.copyFrom(bytes)));
  }

  static LabelSubmitted label(String className) {
    return LabelSubmitted.newBuilder().setTaskId("pets").setClassName(className).build();
  }

  void awaitNothingHeld() {
    while (uploads.held() > 0 || uploads.open() > 0) {
      Moment.pass();
    }
  }

  @Override
  public void close() {
    kafka.permits.release(1_000_000);
    channel.shutdownNow();
    server.close();
    uploads.close();
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
