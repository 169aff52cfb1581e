package dev.graft.trainer.stream;

import dev.graft.events.Times;
import dev.graft.trainer.dataset.Wish;
import dev.graft.trainer.plan.TuneClock;
import dev.graft.trainer.plan.TuneDecision;
import dev.graft.trainer.plan.TuneInputs;
import dev.graft.trainer.plan.TuneRules;
import dev.graft.trainer.tune.TuneNews;
import dev.graft.trainer.tune.TuneRequest;
import dev.graft.trainer.v1.TaskLedger;
import dev.graft.trainer.v1.TuneLedger;
import dev.graft.v1.TunePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks the clock whether to fine-tune, and orders it. Runs on the stream's thread, as {@link
 * FitDriver} does. The ledger remembers the run, so that whoever owns the task next goes on with
 * it.
 */
final class TuneDriver {
  /** Between two looks when nothing has happened: what waits may be due by then. */
  static final Duration AGAIN = Duration.ofSeconds(30);

  private final Desks desks;
  private final Ledgers ledgers;
  private final RunTeller teller;
  private final TuneHearing heard;

  TuneDriver(Desks desks, Ledgers ledgers, RunTeller teller) {
    this.desks = desks;
    this.ledgers = ledgers;
    this.teller = teller;
    this.heard = new TuneHearing(desks, ledgers, teller);
  }

  /** One look at a task. */
  void tick(TaskDesk desk, Instant now) {
    for (@Nullable TuneNews news = desk.tuneMail().poll();
        news != null;
        news = desk.tuneMail().poll()) {
      heard.hear(desk, news, now);
    }
    TuneLedger tune = desk.ledger().getTune();
    if (!tune.getRunId().isEmpty()) {
      goOn(desk, tune, now);
    } else if (wanted(desk) && (desk.tuneAsked() || !now.isBefore(desk.tuneNext))) {
      desk.tuneNext = now.plus(AGAIN);
      decide(desk, now);
    }
    desk.tuneAnswered();
  }

  private static boolean wanted(TaskDesk desk) {
    TaskLedger ledger = desk.ledger();
    boolean ofItself =
        ledger.getSpec().getTune().getMode() == TunePolicy.Mode.AUTO && desk.wish().isPresent();
    return ofItself || !ledger.getTune().getCommanded().isEmpty();
  }

  /** A run that was begun, here or elsewhere, and is not under way. */
  private void goOn(TaskDesk desk, TuneLedger tune, Instant now) {
    boolean unwanted =
        desk.ledger().getSpec().getDeleted()
            || desk.ledger().getSpec().getTune().getMode() == TunePolicy.Mode.OFF;
    if (unwanted) {
      desk.cancelTune();
      heard.drop(desk, tune.getRunId(), "the task was deleted, or is not to be fine-tuned", now);
    } else if (desk.tuning == null && !now.isBefore(desk.tuneNext) && desk.wish().isPresent()) {
      order(desk, tune, desk.wish().get());
    }
  }

  private void decide(TaskDesk desk, Instant now) {
    TuneInputs inputs = TuneFacts.of(desk, desks.tuneRunning());
    TuneDecision decision =
        desk.ledger().getSpec().getTune().getMode() == TunePolicy.Mode.OFF
            ? new TuneDecision.NotNow(List.of("the task is never to be fine-tuned"), inputs)
            : TuneClock.decide(rules(desk.ledger().getSpec().getTune()), inputs, now);
    if (decision instanceof TuneDecision.Tune yes) {
      begin(desk, yes, now);
    } else if (decision instanceof TuneDecision.NotNow no) {
      notNow(desk, no, now);
    }
  }

  private static TuneRules rules(TunePolicy policy) {
    return TuneRules.DEFAULT.scheduled(
        policy.hasEvery()
            ? Optional.of(Duration.ofSeconds(policy.getEvery().getSeconds()))
            : Optional.empty());
  }

  private void begin(TaskDesk desk, TuneDecision.Tune yes, Instant now) {
    boolean commanded = yes.trigger() == TuneDecision.Trigger.COMMAND;
    TuneLedger tune =
        desk.ledger().getTune().toBuilder()
            .setRunId(UUID.randomUUID().toString())
            .setRunWhy(yes.why())
            .setRunCommanded(commanded)
            .setBegan(Times.of(now))
            .setExamplesThen(yes.inputs().examples())
            .setSequenceThen(desk.examples().sequence())
            .clearCommanded()
            .build();
    desk.saidNotTune = List.of();
    ledgers.keep(desk, TuneMemory.with(desk.ledger(), tune.toBuilder()));
    teller.say(
        desk,
        RunTeller.run(desk, tune.getRunId(), desk.examples().sequence(), now)
            .setTuneDecided(TuneSaid.of(yes)));
    order(desk, tune, desk.wish().orElseThrow());
  }

  private void notNow(TaskDesk desk, TuneDecision.NotNow no, Instant now) {
    boolean refused = desk.ledger().getSpec().getTune().getMode() == TunePolicy.Mode.OFF;
    if (refused) {
      ledgers.keep(
          desk,
          TuneMemory.with(desk.ledger(), desk.ledger().getTune().toBuilder().clearCommanded()));
    }
    if (refused || !no.reasons().equals(desk.saidNotTune)) {
      desk.saidNotTune = no.reasons();
      teller.say(
          desk,
          RunTeller.run(desk, "", desk.examples().sequence(), now).setTuneDecided(TuneSaid.of(no)));
    }
  }

  private void order(TaskDesk desk, TuneLedger tune, Wish wish) {
    desk.tuning =
        desks.order(
            desk,
            new TuneRequest(
                desk.taskId(),
                tune.getRunId(),
                desk.ledger().getSpec(),
                wish,
                desk.examples().snapshot(),
                tune.getRunCommanded(),
                desk.ledger().getVersionsList(),
                TuneMemory.curve(desk.ledger())));
  }
}
