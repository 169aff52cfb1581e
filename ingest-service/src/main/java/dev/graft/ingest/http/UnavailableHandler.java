package dev.graft.ingest.http;

import dev.graft.ingest.outcome.UnavailableException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Kafka is down: nothing is wrong with the request. */
@Singleton
class UnavailableHandler implements ExceptionHandler<UnavailableException, HttpResponse<?>> {

  @Override
  @SuppressWarnings("rawtypes") // as the framework declares it
  public HttpResponse<?> handle(HttpRequest request, UnavailableException broken) {
    return Problem.of(
            HttpStatus.SERVICE_UNAVAILABLE, "unavailable", String.valueOf(broken.getMessage()))
        .response();
  }
}
