package dev.graft.ingest.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import dev.graft.events.Receipts;
import dev.graft.events.Times;
import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.v1.LabelAsserted;
import dev.graft.v1.LabelFact;
import dev.graft.v1.LabelRetracted;
import dev.graft.v1.LabelSubmitted;
import dev.graft.v1.Receipt;
import dev.graft.v1.TaskSpec;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LabelsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String RECEIPT =
      Receipts.encode(
          Receipt.newBuilder()
              .setPredictionId("p1")
              .setTaskId("pets")
              .setImageId("cat-1")
              .setVersion(3)
              .build());

  @Test
  void assertsAClass() {
    var fact =
        LabelFact.newBuilder()
            .setTaskId("pets")
            .setImageId("cat-1")
            .setEventId("e1")
            .setEventTime(Times.of(NOW))
            .setAnnotator("ann")
            .setAsserted(LabelAsserted.newBuilder().setClassName("cat"))
            .build();
    assertEquals(Outcome.taken(fact), check(label().setAnnotator("ann")));
  }

  @Test
  void keepsTheEventIdAndTimeOfWhoeverSaysIt() {
    var time = Timestamp.newBuilder().setSeconds(7).build();
    var fact = taken(label().setEventId("mine").setEventTime(time));
    assertEquals("mine", fact.getEventId());
    assertEquals(time, fact.getEventTime());
  }

  @Test
  void withdrawsAnEvent() {
    var fact = taken(label().setRetractsEventId("e0"));
    assertEquals(LabelRetracted.newBuilder().setEventId("e0").build(), fact.getRetracted());
  }

  @Test
  void takesAReceiptForTheImageThatWasPredicted() {
    var fact = taken(label().setReceipt(RECEIPT).clearTaskId());
    assertEquals("pets", fact.getTaskId());
    assertEquals("cat-1", fact.getImageId());
    assertEquals(RECEIPT, fact.getReceipt());
  }

  @Test
  void refusesReceiptsThatAreNotOursOrNotOfThisTask() {
    assertEquals(Fault.BAD_RECEIPT, fault(label().setReceipt("nonsense")));
    assertEquals(Fault.BAD_RECEIPT, fault(label().setReceipt(RECEIPT).setTaskId("birds")));
    var nameless = Receipt.newBuilder().setPredictionId("p").setTaskId("pets").build();
    assertEquals(Fault.BAD_RECEIPT, fault(label().setReceipt(Receipts.encode(nameless))));
  }

  @Test
  void refusesLabelsThatSayNothingOrOfNothing() {
    assertEquals(Fault.BAD_LABEL, fault(label().clearStatement()));
    assertEquals(Fault.BAD_LABEL, fault(label().setClassName(" ")));
    assertEquals(Fault.BAD_LABEL, fault(label().clearSubject()));
    assertEquals(Fault.BAD_LABEL, fault(label().clearTaskId()));
    assertEquals(Fault.BAD_IMAGE_ID, fault(label().setImageId("no id")));
    assertEquals(Fault.BAD_FIELD, fault(label().setAnnotator("x".repeat(201))));
  }

  @Test
  void aDoorThatCanAnswerAsksForTaskAndClass() {
    var pets = TaskSpec.newBuilder().setTaskId("pets").addClasses("cat").addClasses("dog").build();
    var tasks = new LabelTask(id -> id.equals("pets") ? Optional.of(pets) : Optional.empty());
    var cat = taken(label());
    assertEquals(Outcome.taken(cat), tasks.check(cat));
    assertEquals(Fault.UNKNOWN_TASK, faultOf(tasks.check(taken(label().setTaskId("x")))));
    var cow = (Outcome.Refused<LabelFact>) tasks.check(taken(label().setClassName("cow")));
    assertEquals(Fault.UNKNOWN_CLASS, cow.fault());
    assertTrue(cow.reason().contains("cat, dog"), cow.reason());
    var retraction = taken(label().setRetractsEventId("e0"));
    assertEquals(Outcome.taken(retraction), tasks.check(retraction));
  }

  private static LabelSubmitted.Builder label() {
    return LabelSubmitted.newBuilder().setTaskId("pets").setImageId("cat-1").setClassName("cat");
  }

  private static Outcome<LabelFact> check(LabelSubmitted.Builder label) {
    return Labels.check(label.build(), "e1", NOW);
  }

  private static LabelFact taken(LabelSubmitted.Builder label) {
    return ((Outcome.Taken<LabelFact>) check(label)).value();
  }

  private static Fault fault(LabelSubmitted.Builder label) {
    return faultOf(check(label));
  }

  private static Fault faultOf(Outcome<LabelFact> outcome) {
    return ((Outcome.Refused<LabelFact>) outcome).fault();
  }
}
