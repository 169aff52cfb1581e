package dev.graft.trainer.stream;

import dev.graft.events.Times;
import dev.graft.topics.Keys;
import dev.graft.topics.Topics;
import dev.graft.trainer.dataset.Tally;
import dev.graft.trainer.dataset.Wish;
import dev.graft.trainer.dataset.WishRules;
import dev.graft.trainer.fit.FitNews;
import dev.graft.trainer.fit.FitRequest;
import dev.graft.trainer.plan.Decision;
import dev.graft.trainer.plan.Readiness;
import dev.graft.trainer.publish.Retention;
import dev.graft.trainer.v1.ConsideredFit;
import dev.graft.trainer.v1.TaskLedger;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.RunDecided;
import dev.graft.v1.RunDropped;
import dev.graft.v1.RunFailed;
import dev.graft.v1.RunPublished;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the plan whether to fit, orders fits, and makes versions of what they bring. Runs on the
 * stream's thread, so that whatever it sends is in the transaction of the partition that owns the
 * task.
 */
final class FitDriver {
  private static final Logger LOG = LoggerFactory.getLogger(FitDriver.class);

  private final Desks desks;
  private final Ledgers ledgers;
  private final Outbox outbox;
  private final RunTeller teller;

  FitDriver(Desks desks, Ledgers ledgers, Outbox outbox, RunTeller teller) {
    this.desks = desks;
    this.ledgers = ledgers;
    this.outbox = outbox;
    this.teller = teller;
  }

  /** One look at a task; true if something was announced. */
  boolean tick(TaskDesk desk, Instant now) {
    boolean announced = false;
    for (@Nullable FitNews news = desk.mail().poll(); news != null; news = desk.mail().poll()) {
      announced |= hear(desk, news, now);
    }
    var pace = TaskWishes.pace(desk.ledger().getSpec());
    if (desk.clock.due(pace).filter(due -> !now.isBefore(due)).isPresent()) {
      decide(desk, desk.clock.decide(pace, readiness(desk), now), now);
    }
    return announced;
  }

  private void decide(TaskDesk desk, Decision decision, Instant now) {
    if (decision instanceof Decision.Fit fit) {
      desk.saidNotYet = "";
      order(desk, fit.why(), now);
    } else if (decision instanceof Decision.NotYet notYet) {
      boolean somebodyAsked = desk.clock.command().isPresent();
      desk.clock = desk.clock.putOff();
      if (somebodyAsked) {
        ledgers.keep(desk, Ledgers.answered(desk, desk.ledger()));
      }
      if (somebodyAsked || !notYet.why().equals(desk.saidNotYet)) {
        desk.saidNotYet = notYet.why();
        teller.say(
            desk,
            RunTeller.run(desk, "", desk.examples().snapshot().sequence(), now)
                .setDecided(RunDecided.newBuilder().setTrain(false).setWhy(notYet.why())));
      }
    }
  }

  private static Readiness readiness(TaskDesk desk) {
    var wish = desk.wish();
    if (wish.isEmpty()) {
      return new Readiness.NotReady(desk.wishProblem);
    }
    Tally tally = desk.tally(wish.get());
    return Readiness.of(
        tally.classes().stream()
            .map(each -> new Readiness.ClassExamples(each.name(), each.train(), each.validation()))
            .toList(),
        desk.ledger().getSpec().getFit().getMinExamplesPerClass());
  }

  private void order(TaskDesk desk, String why, Instant now) {
    Wish wish = desk.wish().orElseThrow();
    FitRequest request =
        new FitRequest(
            desk.taskId(),
            UUID.randomUUID().toString(),
            desk.ledger().getSpec(),
            wish,
            desk.examples().snapshot(),
            desk.ledger().getVersionsList(),
            desk.sums(),
            TuneMemory.candidate(desk.ledger()));
    desk.clock = desk.clock.started();
    teller.say(
        desk,
        RunTeller.run(desk, request.runId(), request.snapshot().sequence(), now)
            .setDecided(RunDecided.newBuilder().setTrain(true).setWhy(why)));
    desk.running = desks.order(desk, request);
  }

  private boolean hear(TaskDesk desk, FitNews news, Instant now) {
    if (news instanceof FitNews.Progress progress) {
      teller.say(desk, progress.event().toBuilder());
    } else if (news instanceof FitNews.Released released) {
      desk.clock = desk.clock.ended();
      return released(desk, released, now);
    } else if (news instanceof FitNews.Refused refused) {
      desk.clock = desk.clock.ended();
      considered(desk, desk.ledger(), refused.request());
      LOG.info("task {}: refused, {}", desk.taskId(), refused.why());
    } else if (news instanceof FitNews.Failed failed) {
      failed(desk, failed, now);
    } else if (news instanceof FitNews.Orphaned orphaned) {
      drop(desk, orphaned.request(), "the task's partition has moved", now);
    }
    return false;
  }

  private boolean released(TaskDesk desk, FitNews.Released released, Instant now) {
    FitRequest request = released.request();
    if (desk.ledger().getSpec().getDeleted()) {
      drop(desk, request, "the task was deleted", now);
      return false;
    }
    if (!WishRules.fingerprint(desk.ledger().getSpec())
        .equals(WishRules.fingerprint(request.spec()))) {
      drop(desk, request, "the task has changed since the fit began", now);
      return false;
    }
    if (now.isAfter(released.until())) {
      failed(
          desk,
          new FitNews.Failed(request, "the bundle waited too long for its number", true),
          now);
      return false;
    }
    ModelPublished draft = released.draft();
    Retention.Kept kept = Retention.add(desk.ledger(), draft.getBundleDigest());
    long version = kept.ledger().getLastVersion();
    outbox.send(
        Topics.MODELS,
        Keys.model(desk.taskId(), version),
        draft.toBuilder().setVersion(version).setTime(Times.of(now)).build());
    for (long expired : kept.expired()) {
      outbox.send(Topics.MODELS, Keys.model(desk.taskId(), expired), null);
    }
    teller.say(
        desk,
        RunTeller.run(desk, request.runId(), request.snapshot().sequence(), now)
            .setPublished(
                RunPublished.newBuilder()
                    .setVersion(version)
                    .setBundleDigest(draft.getBundleDigest())));
    considered(desk, TuneMemory.learned(kept.ledger(), request, draft), request);
    LOG.info("task {}: version {} of {} examples", desk.taskId(), version, sizeOf(request));
    return true;
  }

  private static int sizeOf(FitRequest request) {
    return request.snapshot().rows().size();
  }

  private void failed(TaskDesk desk, FitNews.Failed failed, Instant now) {
    desk.clock = desk.clock.failed(now, failed.again());
    FitRequest request = failed.request();
    if (!failed.again()) {
      ledgers.keep(
          desk, TuneMemory.tried(Ledgers.answered(desk, desk.ledger()), request.candidate()));
    }
    teller.say(
        desk,
        RunTeller.run(desk, request.runId(), request.snapshot().sequence(), now)
            .setFailed(RunFailed.newBuilder().setWhy(failed.why())));
    LOG.warn("task {}: run {} failed: {}", desk.taskId(), request.runId(), failed.why());
  }

  private void drop(TaskDesk desk, FitRequest request, String why, Instant now) {
    teller.say(
        desk,
        RunTeller.run(desk, request.runId(), request.snapshot().sequence(), now)
            .setDropped(RunDropped.newBuilder().setWhy(why)));
  }

  private void considered(TaskDesk desk, TaskLedger ledger, FitRequest request) {
    desk.askTune();
    ledgers.keep(
        desk,
        TuneMemory.tried(Ledgers.answered(desk, ledger), request.candidate()).toBuilder()
            .setConsidered(
                ConsideredFit.newBuilder()
                    .setSequence(request.snapshot().sequence())
                    .setWish(WishRules.fingerprint(request.spec())))
            .build());
  }
}
