package dev.graft.ingest.grpc;

import dev.graft.ingest.door.Desk;
import dev.graft.ingest.door.Door;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.v1.DeleteTaskRequest;
import dev.graft.v1.DeleteTaskResponse;
import dev.graft.v1.EraseImageRequest;
import dev.graft.v1.EraseImageResponse;
import dev.graft.v1.GetTaskRequest;
import dev.graft.v1.GetTaskResponse;
import dev.graft.v1.IngestServiceGrpc;
import dev.graft.v1.ListTasksRequest;
import dev.graft.v1.ListTasksResponse;
import dev.graft.v1.PutTaskRequest;
import dev.graft.v1.PutTaskResponse;
import dev.graft.v1.SubmitImageRequest;
import dev.graft.v1.SubmitImageResponse;
import dev.graft.v1.SubmitLabelRequest;
import dev.graft.v1.SubmitLabelResponse;
import dev.graft.v1.TrainTaskRequest;
import dev.graft.v1.TrainTaskResponse;
import dev.graft.v1.UploadImagesRequest;
import dev.graft.v1.UploadImagesResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/**
 * The calls of IngestService, each one line: what the desk does with it, and how that is answered.
 */
public final class IngestEndpoint extends IngestServiceGrpc.IngestServiceImplBase {
  private final Desk desk;
  private final Uploads uploads;

  public IngestEndpoint(Desk desk, Uploads uploads) {
    this.desk = desk;
    this.uploads = uploads;
  }

  @Override
  public void submitImage(
      SubmitImageRequest request, StreamObserver<SubmitImageResponse> observer) {
    Replies.send(
        observer,
        () -> desk.image(Door.GRPC, request.getImage()),
        taken ->
            SubmitImageResponse.newBuilder()
                .setStored(taken.stored())
                .setAlreadyKnown(taken.alreadyKnown())
                .build());
  }

  @Override
  public StreamObserver<UploadImagesRequest> uploadImages(
      StreamObserver<UploadImagesResponse> observer) {
    return uploads.begin((ServerCallStreamObserver<UploadImagesResponse>) observer);
  }

  @Override
  public void submitLabel(
      SubmitLabelRequest request, StreamObserver<SubmitLabelResponse> observer) {
    Replies.send(
        observer,
        () -> desk.label(Door.GRPC, request.getLabel()),
        fact -> SubmitLabelResponse.newBuilder().setFact(fact).build());
  }

  @Override
  public void eraseImage(EraseImageRequest request, StreamObserver<EraseImageResponse> observer) {
    Replies.send(
        observer,
        () -> desk.erase(Door.GRPC, request.getImageId(), request.getBy(), request.getWhy()),
        erased -> EraseImageResponse.newBuilder().setErased(erased).build());
  }

  @Override
  public void putTask(PutTaskRequest request, StreamObserver<PutTaskResponse> observer) {
    Replies.send(
        observer,
        () -> desk.putTask(Door.GRPC, request.getTask(), request.getExpectedRevision()),
        put -> PutTaskResponse.newBuilder().setTask(put.task()).setCreated(put.created()).build());
  }

  @Override
  public void getTask(GetTaskRequest request, StreamObserver<GetTaskResponse> observer) {
    Replies.send(
        observer,
        () -> desk.task(request.getTaskId()),
        task -> GetTaskResponse.newBuilder().setTask(task).build());
  }

  @Override
  public void listTasks(ListTasksRequest request, StreamObserver<ListTasksResponse> observer) {
    Replies.send(
        observer,
        () -> Outcome.taken(desk.tasks()),
        tasks -> ListTasksResponse.newBuilder().addAllTasks(tasks).build());
  }

  @Override
  public void deleteTask(DeleteTaskRequest request, StreamObserver<DeleteTaskResponse> observer) {
    Replies.send(
        observer,
        () -> desk.deleteTask(Door.GRPC, request.getTaskId()),
        task -> DeleteTaskResponse.newBuilder().setTask(task).build());
  }

  @Override
  public void trainTask(TrainTaskRequest request, StreamObserver<TrainTaskResponse> observer) {
    Replies.send(
        observer,
        () -> desk.train(Door.GRPC, request),
        id -> TrainTaskResponse.newBuilder().setCommandId(id).build());
  }
}
