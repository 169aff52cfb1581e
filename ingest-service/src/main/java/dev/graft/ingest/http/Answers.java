package dev.graft.ingest.http;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Messages and refusals as HTTP says them. */
final class Answers {
  private Answers() {}

  /** The answer to an outcome: what was taken in its own words, a refusal as a problem. */
  static <T> HttpResponse<byte[]> of(Outcome<T> outcome, Function<T, HttpResponse<byte[]>> taken) {
    return outcome.either(
        taken,
        refused ->
            Problem.of(status(refused.fault().kind()), refused.fault().code(), refused.reason())
                .response());
  }

  static HttpResponse<byte[]> json(HttpStatus status, MessageOrBuilder message) {
    return HttpResponse.<byte[]>status(status)
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .body(print(message));
  }

  /** Reads Protobuf's JSON; an unknown field is refused, since it is most often a misspelt one. */
  @SuppressWarnings("unchecked") // a message's builder builds that message
  static <V extends Message> Outcome<V> parse(String json, V prototype) {
    var builder = prototype.newBuilderForType();
    try {
      JsonFormat.parser().merge(json, builder);
      return Outcome.taken((V) builder.build());
    } catch (InvalidProtocolBufferException e) {
      return Outcome.refused(
          Fault.MALFORMED,
          "The body is not the JSON of a %s: %s"
              .formatted(prototype.getDescriptorForType().getName(), e.getMessage()));
    }
  }

  private static byte[] print(MessageOrBuilder message) {
    try {
      return JsonFormat.printer().print(message).getBytes(StandardCharsets.UTF_8);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("our messages hold no Any, so they all print", e);
    }
  }

  private static HttpStatus status(Fault.Kind kind) {
    return switch (kind) {
      case INVALID -> HttpStatus.BAD_REQUEST;
      case UNSUPPORTED -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
      case TOO_LARGE -> HttpStatus.REQUEST_ENTITY_TOO_LARGE;
      case NOT_FOUND -> HttpStatus.NOT_FOUND;
      case CONFLICT -> HttpStatus.CONFLICT;
      case GONE -> HttpStatus.GONE;
      case STALE -> HttpStatus.PRECONDITION_FAILED;
    };
  }
}
