package dev.graft.documents;

import static dev.graft.documents.AsyncApi.ordered;

import java.util.List;
import java.util.Map;

/** The headers of what our services write: CloudEvents 1.0, binary mode. */
final class CloudEventHeaders {
  private CloudEventHeaders() {}

  static Map<String, Object> schema() {
    return ordered(
        "type", "object",
        "required",
            List.of("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "content-type"),
        "properties",
            ordered(
                "ce_specversion", ordered("type", "string", "const", "1.0"),
                "ce_id", ordered("type", "string", "format", "uuid"),
                "ce_source", ordered("type", "string", "pattern", "^/graft/[a-z]+$"),
                "ce_type",
                    ordered(
                        "type", "string",
                        "description", "Full name of the message, e.g. graft.v1.ImageFact."),
                "ce_time", ordered("type", "string", "format", "date-time"),
                "ce_subject",
                    ordered("type", "string", "description", "The record's key, if it has one."),
                "content-type", ordered("type", "string", "const", "application/protobuf")));
  }
}
