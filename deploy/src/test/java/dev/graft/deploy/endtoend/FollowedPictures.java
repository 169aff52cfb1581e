package dev.graft.deploy.endtoend;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.graft.deploy.reach.TopicReader;
import dev.graft.topics.Topics;
import dev.graft.v1.InboxEvent;
import dev.graft.v1.Reject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What became of the images whose ids begin in one way: embedded, or rejected by whom and why. For
 * a task that takes small pictures, beside those of other tests, which may not.
 */
final class FollowedPictures implements AutoCloseable {
  private static final String FOR_OTHERS = "unless the task allows small ones.";

  private final TopicReader reader;
  private final String beginning;
  private final Map<String, String> ends = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  FollowedPictures(String kafka, String beginning) {
    this.reader = new TopicReader(kafka, Topics.EMBEDDINGS, Topics.REJECTS);
    this.beginning = beginning;
  }

  /** Returns when these are through. By image id: nothing if embedded, else why rejected. */
  Map<String, String> until(Set<String> ids, Duration atMost) {
    await(ids.size() + " images embedded or rejected")
        .atMost(atMost)
        .until(
            () -> {
              reader.poll(Duration.ofMillis(200), this::note);
              return ends.keySet().containsAll(ids);
            });
    return ends;
  }

  private void note(String topic, ConsumerRecord<String, byte[]> record) {
    if (topic.equals(Topics.EMBEDDINGS.name())) {
      end(record.key(), "", "embedded");
      return;
    }
    var reject = TopicReader.value(Topics.REJECTS, record);
    if (reject.getReason().endsWith(FOR_OTHERS)) {
      return;
    }
    var reason = reject.getReason().isBlank() ? "no reason" : reject.getReason();
    end(imageId(reject), reason, "rejected by " + reject.getService());
  }

  private void end(String imageId, String reason, String what) {
    if (imageId.startsWith(beginning) && ends.put(imageId, reason) == null) {
      counts.merge(what, 1, Integer::sum);
    }
  }

  /** A reject of the inbox holds the submission; one of an inner topic is keyed by the image. */
  private static String imageId(Reject reject) {
    if (!reject.getSourceTopic().equals("graft.inbox")) {
      return reject.getKey().toStringUtf8();
    }
    try {
      return InboxEvent.parseFrom(reject.getValue()).getImage().getImageId();
    } catch (InvalidProtocolBufferException garbageOfAnotherTest) {
      return "";
    }
  }

  String summary() {
    return new java.util.TreeMap<>(counts).toString();
  }

  @Override
  public void close() {
    reader.close();
  }
}
