package dev.graft.ingest.intake;

import dev.graft.events.Receipts;
import dev.graft.events.Times;
import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.v1.LabelAsserted;
import dev.graft.v1.LabelFact;
import dev.graft.v1.LabelRetracted;
import dev.graft.v1.LabelSubmitted;
import java.time.Instant;

/** A label by itself: whom it speaks of, and what it says. */
final class Labels {
  /**
   * Ours have about 300 characters; what does not fit into a record would stop the inbox for
   * everyone.
   */
  private static final int LONGEST_RECEIPT = 2_000;

  private Labels() {}

  static Outcome<LabelFact> check(LabelSubmitted label, String eventId, Instant receivedAt) {
    return subject(label)
        .then(subject -> statement(label, subject))
        .then(fact -> rest(label, fact, eventId, receivedAt));
  }

  /**
   * Task, image and receipt; a receipt stands for the image that was predicted, for its own task
   * only.
   */
  private static Outcome<LabelFact.Builder> subject(LabelSubmitted label) {
    if (label.hasReceipt()) {
      return Receipts.decode(label.getReceipt())
          .map(receipt -> ofReceipt(label, receipt.getTaskId(), receipt.getImageId()))
          .orElseGet(
              () ->
                  Outcome.refused(
                      Fault.BAD_RECEIPT,
                      "This is no receipt of a prediction; give it back just as Predict gave it."));
    }
    if (!Fields.isImageId(label.getImageId())) {
      return label.getImageId().isEmpty()
          ? Outcome.refused(Fault.BAD_LABEL, "A label needs an image_id or a receipt.")
          : Fields.badImageId(label.getImageId());
    }
    if (label.getTaskId().isEmpty()) {
      return Outcome.refused(Fault.BAD_LABEL, "A label needs a task_id.");
    }
    return Outcome.taken(
        LabelFact.newBuilder().setTaskId(label.getTaskId()).setImageId(label.getImageId()));
  }

  private static Outcome<LabelFact.Builder> ofReceipt(
      LabelSubmitted label, String taskId, String imageId) {
    if (!label.getTaskId().isEmpty() && !label.getTaskId().equals(taskId)) {
      return Outcome.refused(
          Fault.BAD_RECEIPT,
          "The receipt is of task \"%s\", the label of task \"%s\"."
              .formatted(taskId, Fields.shortened(label.getTaskId())));
    }
    if (!Fields.isImageId(imageId)) {
      return Outcome.refused(
          Fault.BAD_RECEIPT,
          "The prediction of this receipt was of no image with an id, so nothing can be labelled.");
    }
    return Outcome.taken(
        LabelFact.newBuilder()
            .setTaskId(taskId)
            .setImageId(imageId)
            .setReceipt(label.getReceipt()));
  }

  private static Outcome<LabelFact.Builder> statement(
      LabelSubmitted label, LabelFact.Builder fact) {
    if (!label.getClassName().isBlank()) {
      return Outcome.taken(
          fact.setAsserted(LabelAsserted.newBuilder().setClassName(label.getClassName())));
    }
    if (!label.getRetractsEventId().isBlank()) {
      return Outcome.taken(
          fact.setRetracted(LabelRetracted.newBuilder().setEventId(label.getRetractsEventId())));
    }
    return Outcome.refused(
        Fault.BAD_LABEL,
        "A label needs a class_name, or in retracts_event_id the event id that is withdrawn.");
  }

  private static Outcome<LabelFact> rest(
      LabelSubmitted label, LabelFact.Builder fact, String eventId, Instant receivedAt) {
    if (label.hasEventTime() && !Fields.isTime(label.getEventTime())) {
      return Fields.badTime();
    }
    if (tooLong(label)) {
      return Outcome.refused(
          Fault.BAD_FIELD,
          "class_name, annotator and event ids take at most %d characters, a task id 63."
              .formatted(Fields.LONGEST));
    }
    return Outcome.taken(
        fact.setAnnotator(label.getAnnotator())
            .setEventId(label.getEventId().isBlank() ? eventId : label.getEventId())
            .setEventTime(label.hasEventTime() ? label.getEventTime() : Times.of(receivedAt))
            .build());
  }

  private static boolean tooLong(LabelSubmitted label) {
    return label.getClassName().length() > Fields.LONGEST
        || label.getAnnotator().length() > Fields.LONGEST
        || label.getEventId().length() > Fields.LONGEST
        || label.getRetractsEventId().length() > Fields.LONGEST
        || label.getTaskId().length() > 63
        || label.getReceipt().length() > LONGEST_RECEIPT;
  }
}
