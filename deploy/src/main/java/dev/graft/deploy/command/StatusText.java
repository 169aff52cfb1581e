package dev.graft.deploy.command;

import com.fasterxml.jackson.databind.JsonNode;

/** The trainer's status as lines for people; whatever it says, in its own words. */
final class StatusText {
  private StatusText() {}

  static String of(JsonNode status) {
    var text = new StringBuilder();
    write(status, "", text);
    return text.toString().stripTrailing();
  }

  private static void write(JsonNode node, String indent, StringBuilder text) {
    if (node.isArray()) {
      node.forEach(element -> write(element, indent, text));
      return;
    }
    node.fields()
        .forEachRemaining(
            field -> {
              text.append(indent).append(field.getKey()).append(": ");
              if (field.getValue().isValueNode()) {
                text.append(field.getValue().asText()).append('\n');
              } else {
                text.append('\n');
                write(field.getValue(), indent + "  ", text);
              }
            });
  }
}
