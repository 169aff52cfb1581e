package dev.graft.deploy.rejects;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.graft.deploy.reach.Addresses;
import dev.graft.deploy.reach.TopicReader;
import dev.graft.topics.Topics;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * graft.rejects, read whole and one after the other, since each may be as large as a picture.
 *
 * @param at where the system is, and how to get in
 */
public record RejectLog(Addresses at) {
  /**
   * Header of a record that was sent again: the reject's id. A note on graft.rejects that it was
   * sent has it too.
   */
  static final String REPLAY_OF = "graft-replay-of";

  /** The fault that a note has. */
  static final String REPLAYED = "replayed";

  /** Hands over each reject; notes of replays are none. Returns the ids of what was replayed. */
  public Set<RejectId> each(Consumer<Found> reader) {
    var replayed = new HashSet<RejectId>();
    try (var topic = new TopicReader(at.kafka(), at.access().kafka(), Topics.REJECTS)) {
      topic.toEnd((name, record) -> take(record, reader, replayed));
    }
    return replayed;
  }

  private static void take(
      ConsumerRecord<String, byte[]> record, Consumer<Found> reader, Set<RejectId> replayed) {
    var reject = TopicReader.value(Topics.REJECTS, record);
    var replayOf = record.headers().lastHeader(REPLAY_OF);
    if (reject.getFault().equals(REPLAYED) && replayOf != null) {
      RejectId.parse(text(replayOf)).ifPresent(replayed::add);
    } else {
      reader.accept(new Found(RejectId.own(record.partition(), record.offset()), reject));
    }
  }

  private static String text(Header header) {
    return new String(header.value(), US_ASCII);
  }
}
