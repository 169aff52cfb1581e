package dev.graft.deploy.rejects;

import dev.graft.topics.Topics;
import dev.graft.v1.Reject;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in a topic: of a reject itself on graft.rejects, or of the record that was refused. One
 * record may be refused several times; a reject's own place is unique.
 */
public record RejectId(String topic, int partition, long offset) {
  private static final Pattern TEXT = Pattern.compile("(?:([\\w.-]+)/)?(\\d{1,9})/(\\d{1,18})");

  static RejectId own(int partition, long offset) {
    return new RejectId(Topics.REJECTS.name(), partition, offset);
  }

  static RejectId source(Reject reject) {
    return new RejectId(
        reject.getSourceTopic(), reject.getSourcePartition(), reject.getSourceOffset());
  }

  /** "TOPIC/PARTITION/OFFSET"; without the topic it is graft.rejects. */
  public static Optional<RejectId> parse(String text) {
    var parts = TEXT.matcher(text.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    var topic = parts.group(1) == null ? Topics.REJECTS.name() : parts.group(1);
    return Optional.of(
        new RejectId(topic, Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3))));
  }

  /** As people write it, which {@link #parse} understands. */
  @Override
  public String toString() {
    return (topic.equals(Topics.REJECTS.name()) ? "" : topic + "/") + partition + "/" + offset;
  }
}
