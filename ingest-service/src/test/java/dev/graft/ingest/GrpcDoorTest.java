package dev.graft.ingest;

import static dev.graft.ingest.SharedIngest.announced;
import static dev.graft.ingest.Submissions.label;
import static dev.graft.ingest.Submissions.status;
import static dev.graft.ingest.Submissions.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.ingest.picture.Drawn;
import dev.graft.topics.Topics;
import dev.graft.v1.EraseImageRequest;
import dev.graft.v1.LabelSubmitted;
import dev.graft.v1.ListTasksRequest;
import dev.graft.v1.PutTaskRequest;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.UploadImagesRequest;
import dev.graft.v1.UploadImagesResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is taken and refused over gRPC. */
class GrpcDoorTest {
  @RegisterExtension static final SharedIngest ingest = new SharedIngest();

  @Test
  void takesEverythingOverGrpcAsWell() {
    var grpc = ingest.grpc();
    var task = TaskSpec.newBuilder().setTaskId("grpc-task").addClasses("a").addClasses("b").build();
    assertTrue(grpc.putTask(PutTaskRequest.newBuilder().setTask(task).build()).getCreated());
    assertTrue(
        grpc.listTasks(ListTasksRequest.getDefaultInstance()).getTasksList().stream()
            .anyMatch(listed -> listed.getTaskId().equals("grpc-task")));
    var stored = grpc.submitImage(submit("grpc-1", Drawn.jpeg(14)));
    assertEquals("image/jpeg", stored.getStored().getMediaType());
    assertTrue(grpc.submitImage(submit("grpc-1", Drawn.jpeg(14))).getAlreadyKnown());
    assertEquals(
        Status.Code.ALREADY_EXISTS, status(() -> grpc.submitImage(submit("grpc-1", Drawn.png(1)))));
    assertEquals(
        "grpc-1", grpc.submitLabel(label("grpc-task", "grpc-1", "a")).getFact().getImageId());
    assertEquals(
        Status.Code.INVALID_ARGUMENT,
        status(() -> grpc.submitLabel(label("grpc-task", "grpc-1", "z"))));
    assertEquals(
        Status.Code.NOT_FOUND, status(() -> grpc.submitLabel(label("none", "grpc-1", "a"))));
    assertEquals(
        Status.Code.INVALID_ARGUMENT, status(() -> grpc.submitImage(submit("", new byte[0]))));
    assertEquals(
        "grpc-1",
        grpc.eraseImage(EraseImageRequest.newBuilder().setImageId("grpc-1").build())
            .getErased()
            .getImageId());
  }

  @Test
  void takesAFolderAsOneStreamOverGrpc() {
    var task = TaskSpec.newBuilder().setTaskId("uploaded").addClasses("a").addClasses("b");
    ingest.grpc().putTask(PutTaskRequest.newBuilder().setTask(task).build());
    var summary = new CompletableFuture<UploadImagesResponse>();
    var requests = ingest.grpcLater().uploadImages(new First<>(summary));
    for (int i = 0; i < 30; i++) {
      var label = LabelSubmitted.newBuilder().setTaskId("uploaded").setClassName("a");
      requests.onNext(
          UploadImagesRequest.newBuilder()
              .setImage(submit("uploaded-" + i, Drawn.png(i)).getImage())
              .addLabels(label)
              .build());
    }
    requests.onNext(UploadImagesRequest.getDefaultInstance());
    requests.onCompleted();
    assertEquals(30, summary.join().getStored());
    assertEquals(30, summary.join().getLabelled());
    assertEquals("empty-picture", summary.join().getRefusals(0).getFault());
    announced(fact -> fact.getStored().getImageId().equals("uploaded-29"));
    try (var labels = new Followed<>(Topics.LABELS)) {
      assertEquals("uploaded", labels.await(l -> l.getImageId().equals("uploaded-29")).getTaskId());
    }
  }

  /** Waits for the one answer of a stream. */
  private record First<A>(CompletableFuture<A> answer) implements StreamObserver<A> {
    @Override
    public void onNext(A value) {
      answer.complete(value);
    }

    @Override
    public void onError(Throwable failure) {
      answer.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {}
  }
}
