package dev.graft.trainer.stream;

import dev.graft.events.Times;
import dev.graft.trainer.dataset.Wish;
import dev.graft.trainer.plan.TuneClock;
import dev.graft.trainer.plan.TuneDecision;
import dev.graft.trainer.plan.TuneInputs;
import dev.graft.trainer.plan.TuneRules;
import dev.graft.trainer.tune.TuneNews;
import dev.graft.trainer.tune.TuneRequest;
import dev.graft.trainer.v1.OwnTail;
import dev.graft.trainer.v1.TaskLedger;
import dev.graft.trainer.v1.TuneLedger;
import dev.graft.v1.RunDropped;
import dev.graft.v1.RunEvent;
import dev.graft.v1.RunFailed;
import dev.graft.v1.TuneEnded;
import dev.graft.v1.TunePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the clock whether to fine-tune, orders it, and has a fit hold what it learned against the
 * versions. Runs on the stream's thread, as {@link FitDriver} does. The ledger remembers the run,
 * so that whoever owns the task next goes on with it.
 */
final class TuneDriver {
  private static final Logger LOG = LoggerFactory.getLogger(TuneDriver.class);

  /** Between two looks when nothing has happened: what waits may be due by then. */
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final Desks desks;
  private final Ledgers ledgers;
  private final RunTeller teller;

  TuneDriver(Desks desks, Ledgers ledgers, RunTeller teller) {
    this.desks = desks;
    this.ledgers = ledgers;
    this.teller = teller;
  }

  /** One look at a task. */
  void tick(TaskDesk desk, Instant now) {
    for (@Nullable TuneNews news = desk.tuneMail().poll();
        news != null;
        news = desk.tuneMail().poll()) {
      hear(desk, news, now);
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
      drop(desk, tune.getRunId(), "the task was deleted, or is not to be fine-tuned", now);
    } else if (desk.tuning == null && !now.isBefore(desk.tuneNext) && desk.wish().isPresent()) {
      order(desk, tune, desk.wish().get());
    }
  }

  private void drop(TaskDesk desk, String runId, String why, Instant now) {
    end(desk, TuneMemory.over(desk.ledger().getTune()), runId);
    teller.say(
        desk,
        RunTeller.run(desk, runId, desk.examples().sequence(), now)
            .setDropped(RunDropped.newBuilder().setWhy(why)));
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

  private void hear(TaskDesk desk, TuneNews news, Instant now) {
    if (news instanceof TuneNews.Progress progress) {
      remember(desk, progress.event());
      teller.say(desk, progress.event().toBuilder());
    } else if (news instanceof TuneNews.Learned learned && current(desk, learned.request())) {
      learned(desk, learned, now);
    } else if (news instanceof TuneNews.Ended ended && current(desk, ended.request())) {
      end(desk, TuneMemory.over(desk.ledger().getTune()), ended.request().runId());
      ended(desk, ended.request(), ended.ended(), now);
    } else if (news instanceof TuneNews.Failed failed && current(desk, failed.request())) {
      failed(desk, failed, now);
    }
  }

  private void remember(TaskDesk desk, RunEvent event) {
    TuneLedger tune = desk.ledger().getTune();
    if (tune.getRunId().equals(event.getRunId())) {
      ledgers.keep(desk, TuneMemory.with(desk.ledger(), TuneMemory.told(tune, event)));
    }
  }

  private static boolean current(TaskDesk desk, TuneRequest request) {
    return desk.ledger().getTune().getRunId().equals(request.runId());
  }

  /** The next fit is on the tail, and held against the versions as any other. */
  private void learned(TaskDesk desk, TuneNews.Learned learned, Instant now) {
    TuneRequest request = learned.request();
    if (!desk.ledger().getSpec().getBackbone().equals(request.spec().getBackbone())) {
      drop(desk, request.runId(), "the task's backbone has changed since it began", now);
      return;
    }
    end(
        desk,
        TuneMemory.over(desk.ledger().getTune())
            .setCandidate(
                OwnTail.newBuilder()
                    .setCut(learned.tail().cut())
                    .setDigest(learned.tail().digest())
                    .setBytes(learned.tail().bytes())),
        request.runId());
    ended(desk, request, learned.ended(), now);
    desk.clock = desk.clock.commanded(Ledgers.onTail(learned.tail().cut()));
  }

  private void ended(TaskDesk desk, TuneRequest request, TuneEnded ended, Instant now) {
    RunEvent.Builder event =
        RunTeller.run(desk, request.runId(), request.snapshot().sequence(), now)
            .setTuneEnded(ended);
    ledgers.keep(
        desk,
        TuneMemory.with(
            desk.ledger(), TuneMemory.told(desk.ledger().getTune(), event.build())));
    teller.say(desk, event);
    LOG.info("task {}: fine-tune {} ended, {}", desk.taskId(), request.runId(), ended.getWhy());
  }

  private void failed(TaskDesk desk, TuneNews.Failed failed, Instant now) {
    TuneRequest request = failed.request();
    if (failed.again()) { // the run stays in the ledger, and is gone on with
      desk.tuning = null;
      desk.tuneNext = now.plus(AGAIN);
    } else {
      end(desk, TuneMemory.broke(desk.ledger().getTune(), now), request.runId());
    }
    teller.say(
        desk,
        RunTeller.run(desk, request.runId(), request.snapshot().sequence(), now)
            .setFailed(RunFailed.newBuilder().setWhy(failed.why())));
    LOG.warn("task {}: fine-tune {} failed: {}", desk.taskId(), request.runId(), failed.why());
  }

  private void end(TaskDesk desk, TuneLedger.Builder after, String runId) {
    ledgers.keep(desk, TuneMemory.with(desk.ledger(), after));
    desk.tuning = null;
    desks.eraseTune(runId);
  }
}
