package dev.graft.ingest.http;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The OpenAPI document of this door. */
@Controller
class DocumentController {
  private static final MediaType YAML = MediaType.of("application/yaml");
  private final byte[] document = read();

  @Get("/openapi.yaml")
  HttpResponse<byte[]> document() {
    return HttpResponse.ok(document).contentType(YAML);
  }

  private static byte[] read() {
    try (var file = DocumentController.class.getResourceAsStream("/openapi.yaml")) {
      if (file == null) {
        throw new IllegalStateException("openapi.yaml is not on the class path");
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
