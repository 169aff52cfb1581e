package dev.graft.trainer.stream;

import dev.graft.trainer.tune.TuneNews;
import dev.graft.trainer.tune.TuneRequest;
import dev.graft.trainer.v1.OwnTail;
import dev.graft.trainer.v1.TuneLedger;
import dev.graft.v1.RunDropped;
import dev.graft.v1.RunEvent;
import dev.graft.v1.RunFailed;
import dev.graft.v1.TuneEnded;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what a fine-tune tells, says it on graft.runs, and has a fit hold what it learned against
 * the versions. On the stream's thread.
 */
final class TuneHearing {
  private static final Logger LOG = LoggerFactory.getLogger(TuneHearing.class);

  private final Desks desks;
  private final Ledgers ledgers;
  private final RunTeller teller;

  TuneHearing(Desks desks, Ledgers ledgers, RunTeller teller) {
    this.desks = desks;
    this.ledgers = ledgers;
    this.teller = teller;
  }

  void hear(TaskDesk desk, TuneNews news, Instant now) {
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
                    .setBytes(learned.tail().bytes())
                    .setBatchNorm(learned.tail().batchNorm())),
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
        TuneMemory.with(desk.ledger(), TuneMemory.told(desk.ledger().getTune(), event.build())));
    teller.say(desk, event);
    LOG.info("task {}: fine-tune {} ended, {}", desk.taskId(), request.runId(), ended.getWhy());
  }

  private void failed(TaskDesk desk, TuneNews.Failed failed, Instant now) {
    TuneRequest request = failed.request();
    if (failed.again()) { // the run stays in the ledger, and is gone on with
      desk.tuning = null;
      desk.tuneNext = now.plus(TuneDriver.AGAIN);
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

  /** Ends a run that nobody wants any more. */
  void drop(TaskDesk desk, String runId, String why, Instant now) {
    end(desk, TuneMemory.over(desk.ledger().getTune()), runId);
    teller.say(
        desk,
        RunTeller.run(desk, runId, desk.examples().sequence(), now)
            .setDropped(RunDropped.newBuilder().setWhy(why)));
  }
}
