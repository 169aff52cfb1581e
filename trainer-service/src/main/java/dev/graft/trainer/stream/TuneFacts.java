package dev.graft.trainer.stream;

import dev.graft.events.Times;
import dev.graft.trainer.dataset.WishRules;
import dev.graft.trainer.plan.TuneInputs;
import dev.graft.trainer.v1.TaskLedger;
import dev.graft.trainer.v1.TuneLedger;
import java.util.Optional;
import java.util.OptionalDouble;

/** All that a decision to fine-tune rests on, read from a task's desk. */
final class TuneFacts {
  private TuneFacts() {}

  /**
   * As things are now.
   *
   * @param running the fine-tune under way in this process
   */
  static TuneInputs of(TaskDesk desk, Optional<String> running) {
    TaskLedger ledger = desk.ledger();
    TuneLedger tune = ledger.getTune();
    boolean considered =
        ledger.getConsidered().getWish().equals(WishRules.fingerprint(ledger.getSpec()));
    boolean settled =
        considered
            && ledger.getVersionsCount() > 0
            && desk.wish().isPresent()
            && !desk.clock.pending()
            && !desk.clock.fitting();
    return new TuneInputs(
        desk.wish().map(wish -> desk.tally(wish).train()).orElse(0),
        tune.getExamplesThen(),
        settled,
        TuneMemory.headStopped(ledger),
        desk.wish()
            .map(wish -> desk.recentPictures().drift(desk, wish))
            .orElse(OptionalDouble.empty()),
        tune.hasBegan() ? Optional.of(Times.instant(tune.getBegan())) : Optional.empty(),
        running,
        tune.hasNotBefore() ? Optional.of(Times.instant(tune.getNotBefore())) : Optional.empty(),
        tune.getCommanded().isEmpty() ? Optional.empty() : Optional.of(tune.getCommanded()));
  }
}
