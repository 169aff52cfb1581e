package dev.graft.ingest.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.graft.blobs.BlobStore;
import dev.graft.blobs.BlobStores;
import dev.graft.ingest.door.Counts;
import dev.graft.ingest.intake.Intake;
import dev.graft.ingest.picture.Drawn;
import dev.graft.ingest.picture.PictureLimits;
import dev.graft.loop.Outgoing;
import dev.graft.loop.Received;
import dev.graft.topics.Topics;
import dev.graft.v1.ImageFact;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.InboxEvent;
import dev.graft.v1.LabelFact;
import dev.graft.v1.LabelSubmitted;
import dev.graft.v1.ObjectReference;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TakeInTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final BlobStore bucket = BlobStores.inMemory();
  private final Intake intake =
      new Intake(BlobStores.inMemory(Map.of("camera", bucket)), PictureLimits.DEFAULT);
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final List<Instant> asked = new ArrayList<>();
  private final Patience patience =
      new Patience(Duration.ofSeconds(30), Duration.ZERO, new TickingClock());
  private final TakeIn step = new TakeIn(intake, new Counts(metrics), patience, threads);

  @AfterEach
  void stop() {
    threads.shutdown();
  }

  @Test
  void announcesWhatItTakesInTheOrderOfTheInbox() throws Exception {
    var out = step.on(List.of(record(0, image("a", Drawn.png(1))), record(1, label("cat"))));
    var stored = (ImageFact) ((Outgoing.Send<?>) out.get(0)).value();
    var label = (LabelFact) ((Outgoing.Send<?>) out.get(1)).value();
    assertEquals(Topics.IMAGES, ((Outgoing.Send<?>) out.get(0)).topic());
    assertEquals("a", stored.getStored().getImageId());
    assertEquals(NOW.getEpochSecond(), stored.getStored().getEventTime().getSeconds());
    assertEquals("inbox/3/1", label.getEventId());
  }

  @Test
  void doesNotAskWhetherALabelsTaskExists() throws Exception {
    var out = step.on(List.of(record(0, label("cat"))));
    assertEquals(Topics.LABELS, ((Outgoing.Send<?>) out.get(0)).topic());
  }

  @Test
  void refusesWhatCannotBeTakenAndGoesOn() throws Exception {
    var out =
        step.on(
            List.of(
                record(0, InboxEvent.getDefaultInstance()),
                record(1, image("a", new byte[0])),
                record(2, image("b", Drawn.bomb())),
                record(3, image("c", new byte[] {1, 2, 3})),
                record(4, label("")),
                record(5, image("d", Drawn.png(1)))));
    assertEquals(
        List.of(
            "empty-event", "empty-picture", "too-many-pixels", "unknown-kind", "bad-label", "sent"),
        faults(out));
    assertEquals(
        5,
        metrics.get("graft.ingest.refused").counters().stream().mapToDouble(c -> c.count()).sum());
  }

  @Test
  void givesAnIdToTheFirstOfTwoPictures() throws Exception {
    for (int round = 0; round < 20; round++) {
      var id = "same-" + round;
      var out =
          step.on(List.of(record(0, image(id, Drawn.png(1))), record(1, image(id, Drawn.png(2)))));
      assertEquals(List.of("sent", "id-taken"), faults(out));
    }
  }

  @Test
  void waitsForAnObjectThatIsNotThereYet() throws Exception {
    appearsAfter = 3;
    assertEquals(List.of("sent"), faults(step.on(List.of(record(0, object("late.png"))))));
  }

  @Test
  void refusesAnObjectThatIsStillMissingHalfAMinuteAfterItsSubmission() throws Exception {
    var out = step.on(List.of(record(0, object("never.png")), record(1, label("cat"))));
    assertEquals(List.of("blob-missing", "sent"), faults(out));
    assertEquals(NOW.plusSeconds(30), asked.get(asked.size() - 1));
  }

  @Test
  void decidesAtOnceWhatWasSubmittedLongAgo() throws Exception {
    var old = new Received<>("graft.inbox", 3, 0, NOW.minusSeconds(60), "", object("x"), Map.of());
    assertEquals(List.of("blob-missing"), faults(step.on(List.of(old))));
    assertEquals(2, asked.size());
  }

  @Test
  void doesNotOutwaitAClockThatIsAhead() throws Exception {
    var ahead =
        new Received<>("graft.inbox", 3, 0, NOW.plusSeconds(9999), "", object("x"), Map.of());
    assertEquals(List.of("blob-missing"), faults(step.on(List.of(ahead))));
  }

  @Test
  void leavesThePollForTheNextStartWhenItStopsWhileWaiting() {
    patience.stop();
    assertThrows(
        InterruptedException.class, () -> step.on(List.of(record(0, object("never.png")))));
  }

  private static List<String> faults(List<Outgoing> out) {
    return out.stream()
        .map(o -> o instanceof Outgoing.Refuse refuse ? refuse.fault() : "sent")
        .toList();
  }

  private static Received<InboxEvent> record(long offset, InboxEvent event) {
    return new Received<>("graft.inbox", 3, offset, NOW, "", event, Map.of());
  }

  private static InboxEvent image(String id, byte[] bytes) {
    return InboxEvent.newBuilder()
        .setImage(ImageSubmitted.newBuilder().setImageId(id).setData(ByteString.copyFrom(bytes)))
        .build();
  }

  private static InboxEvent object(String key) {
    return InboxEvent.newBuilder()
        .setImage(
            ImageSubmitted.newBuilder()
                .setObject(ObjectReference.newBuilder().setBucket("camera").setKey(key)))
        .build();
  }

  private static InboxEvent label(String className) {
    return InboxEvent.newBuilder()
        .setLabel(
            LabelSubmitted.newBuilder()
                .setTaskId("unheard-of")
                .setImageId("a")
                .setClassName(className))
        .build();
  }

  private int appearsAfter = Integer.MAX_VALUE;

  /** A second passes each time it is asked, and after some of them an object appears. */
  private final class TickingClock extends Clock {
    @Override
    public Instant instant() {
      asked.add(NOW.plusSeconds(asked.size()));
      if (asked.size() == appearsAfter) {
        bucket.put("late.png", Drawn.png(1));
      }
      return asked.get(asked.size() - 1);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
