package dev.graft.ingest.http;

import dev.graft.blobs.StoreUnavailableException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** The store is down: nothing is wrong with the request. */
@Singleton
class StoreUnavailableHandler
    implements ExceptionHandler<StoreUnavailableException, HttpResponse<?>> {

  @Override
  @SuppressWarnings("rawtypes") // as the framework declares it
  public HttpResponse<?> handle(HttpRequest request, StoreUnavailableException broken) {
    return Problem.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            "unavailable",
            "The object store does not answer; try again. (%s)".formatted(broken.getMessage()))
        .response();
  }
}
