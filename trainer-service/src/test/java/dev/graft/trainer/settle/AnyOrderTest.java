package dev.graft.trainer.settle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Message;
import dev.graft.trainer.Facts;
import dev.graft.v1.Embedded;
import dev.graft.v1.ImageFact;
import dev.graft.v1.LabelFact;
import dev.graft.v1.SettledLabel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Image, label, correction, retraction, erasure, re-embedding, resubmission: order is nothing. */
public class AnyOrderTest {
  @Property(tries = 1000, seed = "20261120")
  void endsInTheSameFacts(
      @ForAll @Size(min = 1, max = 14) List<OneOfImage> events,
      @ForAll long shuffle,
      @ForAll @Size(max = 5) List<Integer> again) {
    List<Message> told = new ArrayList<>(events.stream().map(each -> each.fact("x")).toList());
    List<Message> retold = new ArrayList<>(told);
    again.forEach(at -> retold.add(told.get(Math.floorMod(at, told.size()))));
    Collections.shuffle(retold, new Random(shuffle));
    assertEquals(settled(told), settled(retold));
  }

  private static List<SettledLabel> settled(List<Message> events) {
    ImageFacts facts = ImageFacts.NONE;
    for (Message event : events) {
      if (Checks.against(facts.state(), event).isEmpty()) {
        facts = with(facts, event);
      }
    }
    return List.of(facts.settled("x", "pets"), facts.settled("x", "cars"));
  }

  private static ImageFacts with(ImageFacts facts, Message event) {
    if (event instanceof ImageFact image) {
      return facts.with(image);
    }
    return event instanceof LabelFact label
        ? facts.with(label, recorded(event))
        : facts.with((Embedded) event, recorded(event));
  }

  /** Of the same event always the same, in no order that means anything. */
  private static Instant recorded(Message event) {
    return Instant.ofEpochMilli(Math.floorMod(event.toByteString().hashCode(), 9));
  }

  /** Small numbers, so that events meet, repeat and contradict each other often. */
  public enum OneOfImage {
    STORED,
    RESUBMITTED,
    ERASED,
    CAT_1,
    DOG_2,
    DOG_2_SAME_TIME,
    SAME_ID_OTHER_CLASS,
    OTHER_TASK,
    RETRACT_CAT,
    RETRACT_DOG,
    RETRACT_UNKNOWN,
    EMBEDDED,
    EMBEDDED_AGAIN,
    EMBEDDED_ELSEWHERE,
    EMBEDDED_OF_OTHER_BLOB;

    public Message fact(String image) {
      return switch (this) {
        case STORED, RESUBMITTED -> Facts.stored(image);
        case ERASED -> Facts.erased(image);
        case CAT_1 -> Facts.label(image, "pets", "cat", "e1", 1);
        case DOG_2 -> Facts.label(image, "pets", "dog", "e2", 2);
        case DOG_2_SAME_TIME -> Facts.label(image, "pets", "cow", "e3", 2);
        case SAME_ID_OTHER_CLASS -> Facts.label(image, "pets", "cow", "e1", 1);
        case OTHER_TASK -> Facts.label(image, "cars", "bus", "e1", 1);
        case RETRACT_CAT -> Facts.retract(image, "pets", "e1", "e7", 7);
        case RETRACT_DOG -> Facts.retract(image, "pets", "e2", "e8", 8);
        case RETRACT_UNKNOWN -> Facts.retract(image, "pets", "e99", "e9", 9);
        case EMBEDDED -> Facts.embedded(image, "mini", 1, 1, 2);
        case EMBEDDED_AGAIN -> Facts.embedded(image, "mini", 2, 1.5f, 2);
        case EMBEDDED_ELSEWHERE -> Facts.embedded(image, "wide", 1, 1, 2, 3);
        case EMBEDDED_OF_OTHER_BLOB ->
            Facts.embedded(image, "mini", 9, 7, 7).toBuilder()
                .setBlobDigest(Facts.digest("another blob"))
                .build();
      };
    }
  }
}
