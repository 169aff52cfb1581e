package dev.graft.inference.predict;

import dev.graft.inference.batch.Patience;
import dev.graft.v1.PredictResponse;
import dev.graft.v1.PredictStreamRequest;
import dev.graft.v1.PredictStreamResponse;
import dev.graft.v1.RequestFault;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request of a stream; what is wrong with it is its answer, and never ends the stream. */
final class StreamedRequest {

  private static final Logger log = LoggerFactory.getLogger(StreamedRequest.class);
  private static final int LONGEST_ID = 200;

  private final Answering answering;
  private final RequestMeters meters;

  StreamedRequest(Answering answering, RequestMeters meters) {
    this.answering = answering;
    this.meters = meters;
  }

  /** Never fails. */
  CompletableFuture<Answered<PredictStreamResponse>> answer(
      PredictStreamRequest request, Patience patience, Entrance entrance) {
    var began = System.nanoTime();
    var id = request.getRequestId();
    return Calls.<Answered<PredictResponse>>attempt(
            () -> {
              if (id.length() > LONGEST_ID) {
                throw Refusal.invalid(
                    "request_id has " + id.length() + " characters; at most 200 come back");
              }
              return answering.answer(request.getRequest(), patience, entrance);
            })
        .handle(
            (answered, fault) -> {
              meters.ended(code(fault), System.nanoTime() - began);
              var shortId = id.substring(0, Math.min(id.length(), LONGEST_ID));
              return answered == null
                  ? Answered.only(response(shortId, null, fault))
                  : answered.map(answer -> response(shortId, answer, null));
            });
  }

  private static Status.Code code(@Nullable Throwable fault) {
    return fault == null ? Status.Code.OK : Refusal.of(fault).getStatus().getCode();
  }

  private static PredictStreamResponse response(
      String id, @Nullable PredictResponse answer, @Nullable Throwable fault) {
    var response = PredictStreamResponse.newBuilder().setRequestId(id);
    if (answer != null) {
      return response.setAnswer(answer).build();
    }
    var status =
        Refusal.of(fault == null ? new IllegalStateException("no answer") : fault).getStatus();
    if (status.getCode() == Status.Code.INTERNAL) {
      log.error("a request of a stream failed by our fault", fault);
    }
    return response
        .setFault(
            RequestFault.newBuilder()
                .setCode(status.getCode().value())
                .setMessage(String.valueOf(status.getDescription())))
        .build();
  }
}
