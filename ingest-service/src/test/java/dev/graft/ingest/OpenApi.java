package dev.graft.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What openapi.yaml says, to be held against what the service does. */
final class OpenApi {
  static final Path FILE = Path.of("src/main/resources/openapi.yaml");
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  private final JsonNode document;

  OpenApi() throws IOException {
    document = new YAMLMapper().readTree(FILE.toFile());
  }

  JsonNode document() {
    return document;
  }

  /** "POST /v1/images", ... */
  Set<String> operations() {
    var operations = new TreeSet<String>();
    for (var path : document.path("paths").properties()) {
      for (var member : path.getValue().properties()) {
        if (METHODS.contains(member.getKey())) {
          operations.add(member.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
        }
      }
    }
    return operations;
  }

  /** "POST /v1/images 201", ... */
  Set<String> answers() {
    var answers = new TreeSet<String>();
    for (var operation : operations()) {
      for (var response : operation(operation).path("responses").properties()) {
        answers.add(operation + " " + response.getKey());
      }
    }
    return answers;
  }

  /** Which operation answers a path; the one with a literal last segment goes first. */
  String operationOf(String method, String path) {
    return operations().stream()
        .filter(each -> each.startsWith(method + " "))
        .filter(each -> path.matches(pattern(each.substring(method.length() + 1))))
        .findFirst()
        .orElseThrow(() -> new AssertionError(method + " " + path + " is not documented"));
  }

  /** What is wrong with an answer, or nothing. */
  String complaints(String operation, int status, String contentType, byte[] body)
      throws IOException {
    var response = resolved(operation(operation).path("responses").path("" + status));
    if (response.isMissingNode()) {
      return "status " + status + " is not documented for " + operation;
    }
    var media = contentType.replaceFirst(";.*", "").strip();
    var content = response.path("content").path(media);
    if (content.isMissingNode()) {
      return contentType + " is not documented for " + operation + " " + status;
    }
    return media.endsWith("json")
        ? violations(content.path("schema"), new ObjectMapper().readTree(body))
        : "";
  }

  /** Of a schema of this document; it may refer to others. */
  String violations(JsonNode schema, JsonNode instance) {
    var whole = (ObjectNode) schema.deepCopy();
    whole.set("components", document.path("components"));
    return SCHEMAS.getSchema(whole).validate(instance).stream()
        .map(Object::toString)
        .collect(Collectors.joining("; "));
  }

  JsonNode operation(String operation) {
    var words = operation.split(" ");
    return document.path("paths").path(words[1]).path(words[0].toLowerCase(Locale.ROOT));
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }

  private static String pattern(String template) {
    return template.replaceAll("\\{\\w+}", ".+");
  }
}
