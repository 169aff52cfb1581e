package dev.graft.events;

import dev.graft.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;

/** CloudEvents binary-mode headers of what we publish. */
public final class Events {
  /** What our values are, as CloudEvents names it. */
  public static final String PROTOBUF = "application/protobuf";

  private Events() {}

  /**
   * Adds the CloudEvents headers to a record that is about to be sent; those that it has already
   * stay.
   *
   * @param service who sends, becomes {@code ce_source}
   * @param key of the record, becomes {@code ce_subject}
   */
  public static void describe(Headers headers, Topic<?> topic, String service, String key) {
    var type = topic.prototype().getDescriptorForType().getFullName();
    add(headers, "ce_specversion", "1.0");
    add(headers, "ce_id", UUID.randomUUID().toString());
    add(headers, "ce_source", "/graft/" + service);
    add(headers, "ce_type", type);
    add(headers, "ce_time", Instant.now().toString());
    if (!key.isEmpty()) {
      add(headers, "ce_subject", key);
    }
    add(headers, "content-type", PROTOBUF);
  }

  private static void add(Headers headers, String name, String value) {
    if (headers.lastHeader(name) == null) {
      headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
  }
}
