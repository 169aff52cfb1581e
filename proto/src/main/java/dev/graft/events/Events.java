package dev.graft.events;

import dev.graft.topics.Topic;
import org.apache.kafka.common.header.Headers;

/** CloudEvents binary-mode headers of what we publish. */
public final class Events {
  private Events() {}

  /**
   * Adds the CloudEvents headers to a record that is about to be sent; those that it has already
   * stay.
   *
   * @param service who sends, becomes {@code ce_source}
   * @param key of the record, becomes {@code ce_subject}
   */
  public static void describe(Headers headers, Topic<?> topic, String service, String key) {
    throw new UnsupportedOperationException();
  }
}
