package dev.graft.ingest;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.InboxEvent;
import dev.graft.v1.LabelSubmitted;
import dev.graft.v1.ObjectReference;
import dev.graft.v1.SubmitImageRequest;
import dev.graft.v1.SubmitLabelRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** What clients and producers send, and how a call was refused. */
final class Submissions {
  private Submissions() {}

  static SubmitImageRequest submit(String id, byte[] bytes) {
    return SubmitImageRequest.newBuilder()
        .setImage(ImageSubmitted.newBuilder().setImageId(id).setData(ByteString.copyFrom(bytes)))
        .build();
  }

  static SubmitLabelRequest label(String task, String image, String className) {
    return SubmitLabelRequest.newBuilder()
        .setLabel(
            LabelSubmitted.newBuilder().setTaskId(task).setImageId(image).setClassName(className))
        .build();
  }

  /** For the inbox. */
  static InboxEvent image(String id, byte[] bytes) {
    return InboxEvent.newBuilder().setImage(submit(id, bytes).getImage()).build();
  }

  /** For the inbox: a picture that lies in a bucket. */
  static InboxEvent object(String bucket, String key) {
    return InboxEvent.newBuilder()
        .setImage(
            ImageSubmitted.newBuilder()
                .setObject(ObjectReference.newBuilder().setBucket(bucket).setKey(key)))
        .build();
  }

  static Status.Code status(Runnable call) {
    return assertThrows(StatusRuntimeException.class, call::run).getStatus().getCode();
  }
}
