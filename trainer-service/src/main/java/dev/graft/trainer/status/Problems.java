package dev.graft.trainer.status;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import java.util.Map;

/** Answers that say why there is none (RFC 9457). */
final class Problems {
  private Problems() {}

  static HttpResponse<Map<String, Object>> of(HttpStatus status, String detail) {
    return HttpResponse.<Map<String, Object>>status(status)
        .contentType(MediaType.of("application/problem+json"))
        .body(Map.of("title", status.getReason(), "status", status.getCode(), "detail", detail));
  }

  static String notHere(String task) {
    return "this replica holds nothing of task \"%s\": nobody has labelled or created it, or another replica owns it"
        .formatted(task);
  }
}
