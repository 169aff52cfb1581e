package dev.graft.ingest.http;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;

/** What the server itself refuses (no such address, too large a body) as problem+json too. */
@Singleton
class ProblemProcessor implements ErrorResponseProcessor<byte[]> {

  @Override
  public MutableHttpResponse<byte[]> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    var status = HttpStatus.valueOf(response.code());
    var detail =
        context.getErrors().stream().map(Error::getMessage).collect(Collectors.joining("; "));
    var problem = Problem.of(status, fault(status), detail.isBlank() ? status.getReason() : detail);
    return response.contentType(Problem.TYPE).body(problem.json());
  }

  private static String fault(HttpStatus status) {
    return switch (status) {
      case REQUEST_ENTITY_TOO_LARGE -> "too-large";
      case NOT_FOUND -> "no-such-address";
      case INTERNAL_SERVER_ERROR -> "internal";
      default -> "malformed";
    };
  }
}
