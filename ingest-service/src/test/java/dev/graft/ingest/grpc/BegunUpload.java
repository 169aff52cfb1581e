package dev.graft.ingest.grpc;

import dev.graft.v1.IngestServiceGrpc;
import dev.graft.v1.UploadImagesRequest;
import dev.graft.v1.UploadImagesResponse;
import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;

/** A stream as a client sees it. */
final class BegunUpload
    implements ClientResponseObserver<UploadImagesRequest, UploadImagesResponse> {
  final CompletableFuture<UploadImagesResponse> summary = new CompletableFuture<>();
  final ClientCallStreamObserver<UploadImagesRequest> requests;

  BegunUpload(Channel channel) {
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
