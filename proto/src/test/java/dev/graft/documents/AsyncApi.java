package dev.graft.documents;

import com.google.protobuf.Descriptors.Descriptor;
import dev.graft.topics.Cleanup;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import dev.graft.v1.InboxEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The AsyncAPI 3.0 document of the topics, made from the catalogue and the contracts, so that it
 * can't say anything else than they do.
 */
final class AsyncApi {
  private static final String BINDING = "0.5.0";
  private static final String FOLDER = "src/main/protobuf/";
  private static final String JSON_MESSAGE = "graft.inbox.json";

  private final ProtoComments comments;

  AsyncApi(ProtoComments comments) {
    this.comments = comments;
  }

  Map<String, Object> document() {
    var document = new LinkedHashMap<String, Object>();
    document.put("asyncapi", "3.0.0");
    document.put("info", info());
    document.put("defaultContentType", "application/protobuf");
    document.put("servers", Map.of("kafka", server()));
    document.put("channels", each(AsyncApi::channel));
    document.put("operations", operations());
    document.put("components", components());
    return document;
  }

  private static Map<String, Object> info() {
    return ordered(
        "title", "Graft on Kafka",
        "version", "1.0.0",
        "description",
            """
            Everything that Graft's services say to each other, and the one topic that everybody may write: graft.inbox.
            Made from the catalogue of topics (dev.graft.topics.Topics); a test keeps the two equal. Every topic has the
            same number of partitions and Kafka's default partitioner. Records are written in transactions: read with
            isolation.level=read_committed.
            """);
  }

  private static Map<String, Object> server() {
    return ordered(
        "host", "{bootstrapServers}",
        "protocol", "kafka",
        "description",
            "Any Kafka from 4.0 on; security.protocol, SASL and TLS are settings of the clients.",
        "variables",
            Map.of(
                "bootstrapServers",
                ordered(
                    "default", "localhost:9092", "description", "graft.kafka.bootstrap-servers")));
  }

  private static Map<String, Object> channel(Topic<?> topic) {
    var messages = new LinkedHashMap<String, Object>();
    messages.put("protobuf", ref("#/components/messages/" + topic.name()));
    if (topic == Topics.INBOX) {
      messages.put("json", ref("#/components/messages/" + JSON_MESSAGE));
    }
    return ordered(
        "address", topic.name(),
        "description",
            "Written by: %s. Read by: %s. Kept: %s."
                .formatted(topic.writer(), topic.readers(), kept(topic)),
        "messages", messages,
        "bindings",
            Map.of(
                "kafka",
                ordered(
                    "partitions", topic.partitions(),
                    "topicConfiguration", configuration(topic),
                    "bindingVersion", BINDING)));
  }

  private static Map<String, Object> configuration(Topic<?> topic) {
    var configuration = new LinkedHashMap<String, Object>();
    configuration.put("cleanup.policy", List.of(topic.cleanup().policy().split(",")));
    if (topic.cleanup() != Cleanup.COMPACT) {
      configuration.put("retention.ms", topic.retention().map(Duration::toMillis).orElse(-1L));
    }
    configuration.put("max.message.bytes", topic.maxMessageBytes());
    return configuration;
  }

  private static String kept(Topic<?> topic) {
    var time =
        topic.retention().map(Duration::toDays).map(days -> days + " days").orElse("for ever");
    return switch (topic.cleanup()) {
      case COMPACT -> "the newest of each key";
      case DELETE -> time;
      case COMPACT_AND_DELETE -> "the newest of each key, " + time;
    };
  }

  /** Graft reads all topics, and writes all but the inbox, which is for everybody else. */
  private static Map<String, Object> operations() {
    var operations = new LinkedHashMap<String, Object>();
    for (var topic : Topics.all()) {
      if (topic != Topics.INBOX) {
        operations.put(topic.name() + ".send", operation("send", topic, topic.writer()));
      }
      operations.put(topic.name() + ".receive", operation("receive", topic, topic.readers()));
    }
    return operations;
  }

  private static Map<String, Object> operation(String action, Topic<?> topic, String who) {
    return ordered(
        "action", action, "channel", ref("#/channels/" + topic.name()), "summary", "By: " + who);
  }

  private Map<String, Object> components() {
    var messages = each(this::message);
    messages.put(JSON_MESSAGE, jsonMessage());
    return ordered(
        "messages",
        messages,
        "messageTraits",
        Map.of("cloudEvent", Map.of("headers", CloudEventHeaders.schema())));
  }

  private Map<String, Object> message(Topic<?> topic) {
    var type = topic.prototype().getDescriptorForType();
    var message = named(topic, type, "application/protobuf");
    if (topic != Topics.INBOX) { // what others publish need not have them
      message.put("traits", List.of(ref("#/components/messageTraits/cloudEvent")));
    }
    message.put(
        "payload",
        ordered(
            "schemaFormat",
            "application/vnd.google.protobuf;version=3",
            "schema",
            ref(FOLDER + type.getFile().getFullName())));
    return message;
  }

  private Map<String, Object> jsonMessage() {
    var message = named(Topics.INBOX, InboxEvent.getDescriptor(), "application/json");
    message.put(
        "headers",
        ordered(
            "type", "object",
            "required", List.of("content-type"),
            "properties",
                Map.of("content-type", ordered("type", "string", "pattern", "^application/json"))));
    message.put("payload", JsonShape.inline(comments).of(InboxEvent.getDescriptor()));
    return message;
  }

  private Map<String, Object> named(Topic<?> topic, Descriptor type, String contentType) {
    var message = new LinkedHashMap<String, Object>();
    message.put("name", type.getFullName());
    message.put("contentType", contentType);
    comments.of(type.getName()).ifPresent(comment -> message.put("summary", comment));
    message.put(
        "bindings",
        Map.of(
            "kafka",
            ordered(
                "key",
                ordered("type", "string", "description", topic.key()),
                "bindingVersion",
                BINDING)));
    return message;
  }

  private static Map<String, Object> each(Function<Topic<?>, Object> shape) {
    var all = new LinkedHashMap<String, Object>();
    Topics.all().forEach(topic -> all.put(topic.name(), shape.apply(topic)));
    return all;
  }

  static Map<String, Object> ref(String where) {
    return Map.of("$ref", where);
  }

  /** Keys and values in turn, in this order. */
  static Map<String, Object> ordered(Object... pairs) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
