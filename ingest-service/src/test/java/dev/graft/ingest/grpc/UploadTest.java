package dev.graft.ingest.grpc;

import static dev.graft.ingest.grpc.UploadDoor.label;
import static dev.graft.ingest.grpc.UploadDoor.picture;
import static dev.graft.ingest.grpc.UploadDoor.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.Timestamps;
import dev.graft.v1.LabelFact;
import dev.graft.v1.UploadImagesRequest;
import dev.graft.v1.UploadImagesResponse;
import dev.graft.v1.UploadRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an upload takes, refuses and counts. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UploadTest {
  private final UploadDoor door = new UploadDoor();

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void takesALabelledFolderInOneStream() {
    var summary =
        door.upload(
            picture("a", 1).addLabels(label("cat")).build(),
            picture("b", 2).addLabels(label("dog")).build(),
            picture("", 3).addLabels(label("dog")).build(),
            picture("a", 1).build());
    assertEquals(
        UploadImagesResponse.newBuilder().setStored(3).setAlreadyKnown(1).setLabelled(3).build(),
        summary);
    assertEquals(4, door.kafka.images().size());
    var labelled = door.kafka.labels().stream().map(LabelFact::getImageId).toList();
    assertTrue(labelled.containsAll(List.of("a", "b")), labelled.toString());
  }

  @Test
  void aBadPictureOrLabelAmidGoodOnesEndsNothing() {
    var summary =
        door.upload(
            picture("a", 1).build(),
            request("bad", "no picture".getBytes(UTF_8)).addLabels(label("cat")).build(),
            picture("b", 2).addLabels(label("cow")).addLabels(label("cat")).build(),
            UploadImagesRequest.getDefaultInstance(),
            picture("c", 3).build());
    assertEquals(3, summary.getStored());
    assertEquals(2, summary.getRefusedImages());
    assertEquals(1, summary.getRefusedLabels());
    assertEquals(1, summary.getSkippedLabels());
    assertEquals(1, summary.getLabelled());
    assertEquals(
        List.of("1/0 bad unknown-kind 3", "2/1 b unknown-class 3", "3/0  empty-picture 3"),
        summary.getRefusalsList().stream().map(UploadTest::line).sorted().toList());
  }

  @Test
  void namesTheFirstHundredRefusalsAndCountsAll() {
    var bad = new ArrayList<UploadImagesRequest>();
    for (int i = 0; i < 130; i++) {
      bad.add(request("x" + i, new byte[] {1, 2, 3}).build());
    }
    var summary = door.upload(bad.toArray(UploadImagesRequest[]::new));
    assertEquals(130, summary.getRefusedImages());
    assertEquals(100, summary.getRefusalsCount());
  }

  @Test
  void keepsTheOrderOfWhatConcernsOneImage() {
    var all = new ArrayList<UploadImagesRequest>();
    for (int i = 0; i < 40; i++) {
      all.add(picture("same", 1).addLabels(label(i % 2 == 0 ? "cat" : "dog")).build());
      all.add(picture("other-" + i, 2).build());
    }
    all.add(picture("same", 2).build()); // the first bytes won
    var summary = door.upload(all.toArray(UploadImagesRequest[]::new));
    assertEquals("80/0 same id-taken 6", line(summary.getRefusals(0)));
    var said = door.kafka.labels();
    for (int i = 0; i < said.size(); i++) {
      assertEquals(i % 2 == 0 ? "cat" : "dog", said.get(i).getAsserted().getClassName());
      assertTrue(
          i == 0
              || Timestamps.compare(said.get(i - 1).getEventTime(), said.get(i).getEventTime()) < 0,
          "later in the stream must be later in time");
    }
  }

  private static String line(UploadRefusal refusal) {
    return "%d/%d %s %s %d"
        .formatted(
            refusal.getIndex(),
            refusal.getLabel(),
            refusal.getImageId(),
            refusal.getFault(),
            refusal.getCode());
  }
}
