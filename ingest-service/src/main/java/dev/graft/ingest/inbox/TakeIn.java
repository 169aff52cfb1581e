package dev.graft.ingest.inbox;

import dev.graft.ingest.door.Counts;
import dev.graft.ingest.door.Door;
import dev.graft.ingest.intake.Intake;
import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.loop.Outgoing;
import dev.graft.loop.Received;
import dev.graft.loop.Step;
import dev.graft.topics.Topics;
import dev.graft.v1.InboxEvent;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;

/**
 * Takes in a poll of the inbox. Unlike the other doors it does not ask whether a label's task
 * exists: order does not matter here, and such a label waits downstream.
 */
public final class TakeIn implements Step<InboxEvent> {
  private final Intake intake;
  private final Counts counts;
  private final Patience patience;
  private final ExecutorService storeCalls;

  /**
   * A step over an intake.
   *
   * @param storeCalls where round trips to the store overlap
   */
  public TakeIn(Intake intake, Counts counts, Patience patience, ExecutorService storeCalls) {
    this.intake = intake;
    this.counts = counts;
    this.patience = patience;
    this.storeCalls = storeCalls;
  }

  @Override
  public List<Outgoing> on(List<Received<InboxEvent>> poll) throws Exception {
    var since = patience.now();
    var handled = InOrder.perKey(poll, TakeIn::subject, this::handle, storeCalls);
    for (int i = 0; i < handled.size(); i++) {
      while (mayStillAppear(handled.get(i), poll.get(i), since)) {
        patience.pause();
        handled.set(i, handle(poll.get(i)));
      }
    }
    return handled.stream().map(this::counted).toList();
  }

  /** Submissions under one id are taken in the order they came, so that the first binds it. */
  private static String subject(Received<InboxEvent> record) {
    var id = record.value().getImage().getImageId();
    return id.isEmpty() ? record.partition() + "/" + record.offset() : "id " + id;
  }

  private Handled handle(Received<InboxEvent> record) {
    var event = record.value();
    return switch (event.getEventCase()) {
      case IMAGE -> new Handled("image", record, image(record));
      case LABEL -> new Handled("label", record, label(record));
      case EVENT_NOT_SET ->
          new Handled(
              "nothing",
              record,
              Outcome.refused(Fault.EMPTY_EVENT, "The event holds neither an image nor a label."));
    };
  }

  private Outcome<Outgoing> image(Received<InboxEvent> record) {
    return intake
        .image(record.value().getImage(), record.timestamp())
        .then(
            taken ->
                Outcome.taken(
                    Outgoing.send(Topics.IMAGES, taken.stored().getImageId(), taken.fact())));
  }

  private Outcome<Outgoing> label(Received<InboxEvent> record) {
    var eventId = "inbox/%d/%d".formatted(record.partition(), record.offset());
    return intake
        .label(record.value().getLabel(), eventId, record.timestamp())
        .then(fact -> Outcome.taken(Outgoing.send(Topics.LABELS, fact.getImageId(), fact)));
  }

  private boolean mayStillAppear(Handled handled, Received<InboxEvent> record, Instant since) {
    return handled.outcome().either(taken -> false, r -> r.fault() == Fault.BLOB_MISSING)
        && !patience.over(record.timestamp(), since);
  }

  private Outgoing counted(Handled handled) {
    return counts
        .count(Door.INBOX, handled.what(), handled.outcome())
        .either(
            outgoing -> outgoing,
            refused -> refused(handled.record(), refused.fault(), refused.reason()));
  }

  /** Of what was erased nothing may be kept, in graft.rejects neither. */
  private static Outgoing refused(Received<InboxEvent> record, Fault fault, String reason) {
    return fault == Fault.ERASED
        ? Outgoing.refuseWithoutValue(record, fault.code(), reason)
        : Outgoing.refuse(record, fault.code(), reason);
  }

  private record Handled(String what, Received<InboxEvent> record, Outcome<Outgoing> outcome) {}
}
