package dev.graft.documents;

import static dev.graft.documents.AsyncApi.ordered;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON Schema of a message in Protobuf's JSON form: what a publisher who follows it sends is
 * understood. (The form has freedoms that are left out: names as in the .proto, null for absent.)
 */
public final class JsonShape {
  private final ProtoComments comments;
  private final boolean inline;

  private JsonShape(ProtoComments comments, boolean inline) {
    this.comments = comments;
    this.inline = inline;
  }

  /** Messages within a message are spelt out where they stand. */
  static JsonShape inline(ProtoComments comments) {
    return new JsonShape(comments, true);
  }

  /** The messages, and all that they hold, by name, as an OpenAPI document has its schemas. */
  public static Map<String, Object> schemas(ProtoComments comments, List<Descriptor> messages) {
    var shape = new JsonShape(comments, false);
    var schemas = new TreeMap<String, Object>();
    var open = new ArrayDeque<>(messages);
    while (!open.isEmpty()) {
      var message = open.remove();
      if (message.getFullName().startsWith("graft.") && !schemas.containsKey(message.getName())) {
        var schema = shape.of(message);
        comments.of(message.getName()).ifPresent(said -> schema.put("description", said));
        schemas.put(message.getName(), schema);
        message.getFields().stream()
            .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
            .forEach(field -> open.add(field.getMessageType()));
      }
    }
    return schemas;
  }

  Map<String, Object> of(Descriptor message) {
    var properties = new LinkedHashMap<String, Object>();
    for (var field : message.getFields()) {
      properties.put(field.getJsonName(), property(field));
    }
    var schema = ordered("type", "object", "additionalProperties", false, "properties", properties);
    var exclusions = message.getRealOneofs().stream().flatMap(oneof -> pairs(oneof).stream());
    var all = exclusions.toList();
    if (!all.isEmpty()) {
      schema.put("allOf", all);
    }
    return schema;
  }

  private Map<String, Object> property(FieldDescriptor field) {
    var type = field.isRepeated() ? ordered("type", "array", "items", type(field)) : type(field);
    comments
        .of(field.getContainingType().getName() + "." + field.getName())
        .ifPresent(comment -> type.put("description", comment));
    return type;
  }

  private Map<String, Object> type(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case STRING -> ordered("type", "string");
      case BYTE_STRING -> ordered("type", "string", "contentEncoding", "base64");
      case BOOLEAN -> ordered("type", "boolean");
      case INT -> ordered("type", "integer");
      case LONG -> ordered("type", "string", "pattern", "^-?[0-9]+$");
      case FLOAT, DOUBLE -> ordered("type", "number");
      case ENUM ->
          ordered(
              "type",
              "string",
              "enum",
              field.getEnumType().getValues().stream().map(value -> value.getName()).toList());
      case MESSAGE -> message(field.getMessageType());
    };
  }

  private Map<String, Object> message(Descriptor message) {
    if (message.equals(Timestamp.getDescriptor())) {
      return ordered("type", "string", "format", "date-time");
    }
    if (message.equals(Duration.getDescriptor())) {
      return ordered("type", "string", "pattern", "^-?[0-9]+(\\.[0-9]+)?s$");
    }
    return inline ? of(message) : ordered("$ref", "#/components/schemas/" + message.getName());
  }

  /** At most one field of a oneof may be there. */
  private static List<Map<String, Object>> pairs(OneofDescriptor oneof) {
    var pairs = new ArrayList<Map<String, Object>>();
    var fields = oneof.getFields();
    for (int i = 0; i < fields.size(); i++) {
      for (int j = i + 1; j < fields.size(); j++) {
        var both = List.of(fields.get(i).getJsonName(), fields.get(j).getJsonName());
        pairs.add(ordered("not", ordered("required", both)));
      }
    }
    return pairs;
  }
}
