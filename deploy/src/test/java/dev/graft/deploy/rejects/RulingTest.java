package dev.graft.deploy.rejects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.graft.v1.Reject;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RulingTest {
  private static final RejectId ID = RejectId.own(3, 17);

  @Test
  void sendsWhatCameByTheInboxOnce() {
    var found = found("graft.inbox", "bytes");
    assertEquals(new Ruling.Send(), Ruling.of(found, Set.of(), false, false));
    assertTrue(Ruling.of(found, Set.of(ID), false, false) instanceof Ruling.Skip);
    assertEquals(new Ruling.Send(), Ruling.of(found, Set.of(ID), true, false));
  }

  @Test
  void sendsFactsOfInnerTopicsOnlyWhenAskedAndDecisionsNever() {
    var fact = found("graft.images", "bytes");
    assertTrue(Ruling.of(fact, Set.of(), false, false) instanceof Ruling.Skip);
    assertEquals(new Ruling.Send(), Ruling.of(fact, Set.of(), false, true));
    for (var topic : Set.of("graft.commands", "graft.tasks", "graft.rollouts", "graft.models")) {
      assertTrue(
          Ruling.of(found(topic, "bytes"), Set.of(), true, true) instanceof Ruling.Skip, topic);
    }
  }

  @Test
  void passesOverARejectThatHasNoBytes() {
    assertTrue(Ruling.of(found("graft.inbox", ""), Set.of(), true, true) instanceof Ruling.Skip);
  }

  @Test
  void readsIdsAsTheListShowsThemAndAsPeopleSayThem() {
    assertEquals(Optional.of(ID), RejectId.parse("3/17"));
    assertEquals(Optional.of(ID), RejectId.parse("graft.rejects/3/17"));
    assertEquals(Optional.of(new RejectId("graft.inbox", 0, 4)), RejectId.parse("graft.inbox/0/4"));
    assertEquals("3/17", ID.toString());
    for (var nonsense : new String[] {"", "17", "a/b", "3/-1", "graft.inbox/0/4/5"}) {
      assertEquals(Optional.empty(), RejectId.parse(nonsense), nonsense);
    }
  }

  private static Found found(String topic, String value) {
    return new Found(
        ID,
        Reject.newBuilder().setSourceTopic(topic).setValue(ByteString.copyFromUtf8(value)).build());
  }
}
