package dev.graft.trainer.stream;

import dev.graft.trainer.dataset.WishRules;
import dev.graft.trainer.fit.Wishes;
import dev.graft.trainer.publish.Retention;
import dev.graft.trainer.v1.TaskLedger;
import dev.graft.v1.Command;
import dev.graft.v1.RolloutState;
import dev.graft.v1.TaskSpec;
import java.time.Instant;
import org.apache.kafka.streams.state.KeyValueStore;

/** What is remembered of each task beside its examples. */
final class Ledgers {
  private final KeyValueStore<String, TaskLedger> store;
  private final Wishes wishes;

  Ledgers(KeyValueStore<String, TaskLedger> store, Wishes wishes) {
    this.store = store;
    this.wishes = wishes;
  }

  void keep(TaskDesk desk, TaskLedger ledger) {
    store.put(desk.taskId(), ledger);
    desk.ledger(ledger);
  }

  /** A task was created, changed or deleted. */
  void spec(TaskDesk desk, TaskSpec spec, Instant now) {
    TaskSpec known = desk.ledger().getSpec();
    boolean news =
        !desk.ledger().hasSpec()
            || !WishRules.fingerprint(known).equals(WishRules.fingerprint(spec));
    keep(desk, desk.ledger().toBuilder().setSpec(spec).build());
    resolve(desk);
    if (news) {
      desk.clock = desk.clock.changed(now);
    }
  }

  /**
   * Only "train" is ours. It is remembered until a fit has answered it, whatever dies meanwhile.
   */
  void command(TaskDesk desk, Command command) {
    if (command.hasTrain()) {
      String by = command.getBy().isEmpty() ? "someone" : command.getBy();
      String why = command.getWhy().isEmpty() ? "" : ": " + command.getWhy();
      String order = "commanded by " + by + why;
      if (command.getTrain().getFineTune()) {
        var tune = desk.ledger().getTune().toBuilder().setCommanded(order);
        keep(desk, TuneMemory.with(desk.ledger(), tune));
        desk.askTune();
        return;
      }
      desk.clock = desk.clock.commanded(order);
      keep(desk, desk.ledger().toBuilder().setCommanded(order).build());
    }
  }

  /** Why there is a fit of the same examples. */
  static String onTail(String cut) {
    return "a fine-tuned tail from " + cut + " on is held against the versions";
  }

  /** The ledger without a command that has been answered; one that came since stays. */
  static TaskLedger answered(TaskDesk desk, TaskLedger ledger) {
    return desk.clock.command().isPresent() ? ledger : ledger.toBuilder().clearCommanded().build();
  }

  void rollout(TaskDesk desk, RolloutState state) {
    TaskLedger after = Retention.remember(desk.ledger(), state);
    if (!after.equals(desk.ledger())) {
      keep(desk, after);
    }
  }

  /** After a start, or when a partition has moved here: is there something no fit has seen? */
  void recall(TaskDesk desk, TaskLedger ledger, Instant now) {
    desk.ledger(ledger);
    if (!ledger.hasSpec()) {
      return;
    }
    resolve(desk);
    boolean seen =
        ledger.getConsidered().getSequence() == desk.examples().snapshot().sequence()
            && ledger.getConsidered().getWish().equals(WishRules.fingerprint(ledger.getSpec()));
    if (!seen) {
      desk.clock = desk.clock.changed(now);
    }
    if (!ledger.getCommanded().isEmpty()) {
      desk.clock = desk.clock.commanded(ledger.getCommanded());
    }
    TuneMemory.candidate(ledger)
        .ifPresent(tail -> desk.clock = desk.clock.commanded(onTail(tail.cut())));
  }

  private void resolve(TaskDesk desk) {
    Wishes.Resolved resolved = wishes.resolve(desk.ledger().getSpec());
    if (resolved instanceof Wishes.Resolved.Fittable fittable) {
      desk.wish(fittable.wish(), "");
    } else if (resolved instanceof Wishes.Resolved.Unfit unfit) {
      desk.wish(null, unfit.why());
    }
  }
}
