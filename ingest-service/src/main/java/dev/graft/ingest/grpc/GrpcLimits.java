package dev.graft.ingest.grpc;

import dev.graft.connect.CallLimit;
import dev.graft.v1.IngestServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServerInterceptor;
import java.util.List;

/** How many calls may run at a time. Each may hold a message of 20 MiB. */
public final class GrpcLimits {
  private GrpcLimits() {}

  /**
   * Two limits: one for uploads, one that all other methods share.
   *
   * @param calls of all methods but UploadImages
   * @param uploads calls of UploadImages
   */
  public static List<ServerInterceptor> of(int calls, int uploads) {
    var upload = IngestServiceGrpc.getUploadImagesMethod();
    var others =
        IngestServiceGrpc.getServiceDescriptor().getMethods().stream()
            .filter(method -> !method.equals(upload))
            .toArray(MethodDescriptor<?, ?>[]::new);
    return List.of(CallLimit.of(uploads, "uploads", upload), CallLimit.of(calls, "calls", others));
  }
}
