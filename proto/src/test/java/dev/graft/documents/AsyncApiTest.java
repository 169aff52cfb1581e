package dev.graft.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.graft.events.Events;
import dev.graft.serdes.Decoded;
import dev.graft.serdes.Decoding;
import dev.graft.topics.Cleanup;
import dev.graft.topics.Topics;
import dev.graft.v1.InboxEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/**
 * proto/asyncapi.yaml is what people read. After a change of the catalogue or of a contract, {@code
 * mvn -pl proto test -Dtest=AsyncApiTest -Dasyncapi.record=true} writes it anew; the diff is for
 * review.
 */
class AsyncApiTest {
  private static final Path DOCUMENT = Path.of("asyncapi.yaml");
  private static final Path PROTO = Path.of("src/main/protobuf/graft/v1");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();

  @Test
  void saysWhatTheCatalogueAndTheContractsSay() throws IOException {
    var made = YAML.writeValueAsString(new AsyncApi(ProtoComments.in(PROTO)).document()) + "\n";
    if (Boolean.getBoolean("asyncapi.record")) {
      Files.writeString(DOCUMENT, made);
    }
    assertEquals(made, Files.readString(DOCUMENT), "see the comment of this class");
  }

  /** Read back without the generator: the file against the catalogue. */
  @Test
  void hasEveryTopicAndNoOther() throws IOException {
    var read = new LinkedHashMap<String, String>();
    document()
        .path("channels")
        .properties()
        .forEach(channel -> read.put(channel.getKey(), told(channel.getValue())));
    var expected = new LinkedHashMap<String, String>();
    for (var topic : Topics.all()) {
      var retention = topic.retention().map(time -> "" + time.toMillis()).orElse("-1");
      expected.put(
          topic.name(),
          told(
              topic.name(),
              topic.partitions(),
              topic.cleanup().policy(),
              topic.cleanup() == Cleanup.COMPACT ? "none" : retention,
              topic.maxMessageBytes()));
    }
    assertEquals(expected, read);
  }

  @Test
  void namesMessagesAndFilesThatExist() throws IOException {
    for (var topic : Topics.all()) {
      var message = document().at("/components/messages/" + topic.name());
      var type = topic.prototype().getDescriptorForType();
      assertEquals(type.getFullName(), message.path("name").asText());
      assertEquals(topic.key(), message.at("/bindings/kafka/key/description").asText());
      var file = Path.of(message.at("/payload/schema/$ref").asText());
      assertTrue(
          Files.readString(file).contains("\nmessage " + type.getName() + " {"),
          file + " has no " + type.getName());
    }
  }

  @Test
  void refersOnlyToWhatIsThere() throws IOException {
    for (var ref : document().findValuesAsText("$ref")) {
      var there =
          ref.startsWith("#")
              ? !document().at(ref.substring(1)).isMissingNode()
              : Files.exists(Path.of(ref));
      assertTrue(there, ref);
    }
  }

  @Test
  void hasEveryFieldOfTheInboxAndNoOther() throws IOException {
    assertSameFields(InboxEvent.getDescriptor(), inboxSchema());
  }

  @Test
  void agreesWithTheInboxOnWhatIsJsonOfIt() throws IOException {
    var picture =
        "{\"image\":{\"imageId\":\"a\",\"data\":\"AAEC\",\"source\":\"s\",\"group\":\"g\"}}";
    var byReference = "{\"image\":{\"object\":{\"bucket\":\"b\",\"key\":\"k\"}}}";
    var label =
        "{\"label\":{\"taskId\":\"t\",\"imageId\":\"i\",\"className\":\"c\",\"eventTime\":\"2026-01-31T12:00:00Z\"}}";
    for (var good : List.of(picture, byReference, label, "{}")) {
      assertEquals("", complaints(good));
      assertInstanceOf(Decoded.Read.class, decoded(good), good);
    }
    for (var bad :
        List.of(
            "{\"picture\":{}}",
            "{\"image\":{\"id\":\"a\"}}",
            "{\"image\":{},\"label\":{}}",
            "{\"label\":{\"imageId\":\"i\",\"receipt\":\"r\"}}",
            "{\"label\":{\"className\":{}}}",
            "{\"label\":{\"eventTime\":\"yesterday\"}}",
            "[]")) {
      assertTrue(!complaints(bad).isEmpty(), bad);
      assertInstanceOf(Decoded.Garbage.class, decoded(bad), bad);
    }
  }

  @Test
  void describesTheHeadersThatWeSend() throws IOException {
    var headers = new RecordHeaders();
    Events.describe(headers, Topics.IMAGES, "ingest", "image-1");
    var sent = JSON.createObjectNode();
    headers.forEach(header -> sent.put(header.key(), new String(header.value(), UTF_8)));
    var schema = document().at("/components/messageTraits/cloudEvent/headers");
    assertEquals(List.of(), schema(schema).validate(sent));
    assertEquals(names(schema.path("properties")), names(sent));
  }

  private static void assertSameFields(Descriptor message, JsonNode schema) {
    assertEquals(
        message.getFields().stream().map(FieldDescriptor::getJsonName).collect(toSet()),
        names(schema.path("properties")),
        message.getFullName());
    for (var field : message.getFields()) {
      boolean ours =
          field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
              && field.getMessageType().getFullName().startsWith("graft.");
      if (ours) {
        assertSameFields(
            field.getMessageType(), schema.path("properties").path(field.getJsonName()));
      }
    }
  }

  private static String told(JsonNode channel) {
    var kafka = channel.at("/bindings/kafka");
    var configuration = kafka.path("topicConfiguration");
    var cleanup = new ArrayList<String>();
    configuration.path("cleanup.policy").forEach(policy -> cleanup.add(policy.asText()));
    var retention = configuration.path("retention.ms");
    return told(
        channel.path("address").asText(),
        kafka.path("partitions").asInt(),
        String.join(",", cleanup),
        retention.isMissingNode() ? "none" : retention.asText(),
        configuration.path("max.message.bytes").asInt());
  }

  private static String told(
      String name, int partitions, String cleanup, String retention, int largest) {
    return "%s: %d partitions, %s, %s, %d".formatted(name, partitions, cleanup, retention, largest);
  }

  private static String complaints(String json) throws IOException {
    return schema(inboxSchema()).validate(JSON.readTree(json)).stream()
        .map(Object::toString)
        .collect(joining("; "));
  }

  /** With formats, which are comments only by default. */
  private static Schema schema(JsonNode schema) {
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_7,
            builder ->
                builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()))
        .getSchema(schema);
  }

  private static Decoded<InboxEvent> decoded(String json) {
    var headers = new RecordHeaders();
    headers.add("content-type", "application/json".getBytes(UTF_8));
    return Decoding.decode(Topics.INBOX, json.getBytes(UTF_8), headers);
  }

  private static JsonNode inboxSchema() throws IOException {
    return document().path("components").path("messages").path("graft.inbox.json").path("payload");
  }

  private static JsonNode document() throws IOException {
    return YAML.readTree(DOCUMENT.toFile());
  }

  private static Set<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).collect(toSet());
  }
}
