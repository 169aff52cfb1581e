package dev.graft.deploy.rejects;

import dev.graft.topics.Topics;
import dev.graft.v1.Reject;
import java.util.Set;

/** Whether a reject is sent again. */
public sealed interface Ruling {
  /** It is: as it came, to where it came from. */
  record Send() implements Ruling {}

  /**
   * It is not.
   *
   * @param why in words that count as one kind in a summary
   */
  record Skip(String why) implements Ruling {}

  /**
   * Inner topics whose records are facts: said twice or late they change nothing, and an erasure
   * outlasts them. The others hold decisions and states, where an old one said again would undo
   * newer ones; what refused them is mended by a new decision.
   */
  Set<String> INNER_FACTS =
      Set.of(Topics.IMAGES.name(), Topics.LABELS.name(), Topics.EMBEDDINGS.name());

  /**
   * Rules.
   *
   * @param replayed what was sent again before
   * @param again send also that
   * @param inner send also facts of inner topics
   */
  static Ruling of(Found found, Set<RejectId> replayed, boolean again, boolean inner) {
    var topic = found.reject().getSourceTopic();
    if (!topic.equals(Topics.INBOX.name()) && !INNER_FACTS.contains(topic)) {
      return new Skip("from " + topic + ", where nothing may be said again");
    }
    if (!topic.equals(Topics.INBOX.name()) && !inner) {
      return new Skip("from an inner topic; --inner sends those of " + sorted() + " too");
    }
    if (withoutBytes(found.reject())) {
      return new Skip("its bytes were left out, of an erased image or too many");
    }
    if (replayed.contains(found.id()) && !again) {
      return new Skip("sent again before; --again does it once more");
    }
    return new Send();
  }

  private static boolean withoutBytes(Reject reject) {
    return reject.getValue().isEmpty();
  }

  private static String sorted() {
    return String.join(", ", INNER_FACTS.stream().sorted().toList());
  }
}
