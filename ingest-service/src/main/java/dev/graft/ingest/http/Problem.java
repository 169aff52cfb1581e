package dev.graft.ingest.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import java.util.LinkedHashMap;

/**
 * Problem details for HTTP (RFC 9457).
 *
 * @param fault machine-readable: "too-large"
 * @param detail a sentence that says what is wrong and what to do
 */
record Problem(HttpStatus status, String fault, String detail) {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final MediaType TYPE = MediaType.of("application/problem+json");

  static Problem of(HttpStatus status, String fault, String detail) {
    return new Problem(status, fault, detail);
  }

  HttpResponse<byte[]> response() {
    return HttpResponse.<byte[]>status(status).contentType(TYPE).body(json());
  }

  byte[] json() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("title", status.getReason());
    fields.put("status", status.getCode());
    fields.put("fault", fault);
    fields.put("detail", detail);
    try {
      return JSON.writeValueAsBytes(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and numbers always print", e);
    }
  }
}
