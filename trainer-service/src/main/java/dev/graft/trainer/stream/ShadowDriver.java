package dev.graft.trainer.stream;

import dev.graft.topics.Topics;
import dev.graft.trainer.fit.ShadowNews;
import dev.graft.trainer.fit.ShadowRequest;
import dev.graft.v1.LogShadow;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutTrial;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the two versions of each new trial compared on stored images, and announces what comes of it.
 * Which trial is to be compared lies in the ledger, so that it is done whatever dies meanwhile.
 * Runs on the stream's thread.
 */
final class ShadowDriver {
  private static final Logger LOG = LoggerFactory.getLogger(ShadowDriver.class);
  private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(5);

  /** Most take less: all they need is in memory. */
  private static final Duration SOON = Duration.ofSeconds(2);

  private final Desks desks;
  private final Ledgers ledgers;
  private final Outbox outbox;
  private final Map<String, Order> orders = new HashMap<>();
  private final Map<String, RolloutTrial> announced = new HashMap<>();
  private final Queue<ShadowNews> mail = new ConcurrentLinkedQueue<>();

  /** A comparison under way. */
  private record Order(RolloutTrial trial, Future<?> work, Instant began) {}

  ShadowDriver(Desks desks, Ledgers ledgers, Outbox outbox) {
    this.desks = desks;
    this.ledgers = ledgers;
    this.outbox = outbox;
  }

  /** The judge has spoken: is there a trial that nobody has compared? */
  void hear(TaskDesk desk, RolloutState state) {
    @Nullable RolloutTrial wanted =
        state.hasTrial() && !state.getTrial().getLogShadowDone() ? named(state.getTrial()) : null;
    @Nullable RolloutTrial known = desk.ledger().hasUnscored() ? desk.ledger().getUnscored() : null;
    if (wanted != null && wanted.equals(announced.get(desk.taskId()))) {
      return; // the judge has not heard of it yet
    }
    if (wanted == null && known != null) {
      ledgers.keep(desk, desk.ledger().toBuilder().clearUnscored().build());
    } else if (wanted != null && !wanted.equals(known)) {
      ledgers.keep(desk, desk.ledger().toBuilder().setUnscored(wanted).build());
    }
  }

  /** Who is compared, and in which trial; the rest of it changes. */
  private static RolloutTrial named(RolloutTrial trial) {
    return RolloutTrial.newBuilder()
        .setCandidate(trial.getCandidate())
        .setBaseline(trial.getBaseline())
        .setBegan(trial.getBegan())
        .build();
  }

  /** One look at a task; true if something was announced. */
  boolean tick(TaskDesk desk, Instant now) {
    boolean said = false;
    for (@Nullable ShadowNews news = mail.poll(); news != null; news = mail.poll()) {
      said |= hear(news);
    }
    if (!desk.ledger().hasUnscored()) {
      return said;
    }
    RolloutTrial wanted = desk.ledger().getUnscored();
    @Nullable Order order = orders.get(desk.taskId());
    if (order == null || !order.trial().equals(wanted)) {
      order(desk, wanted, now);
    } else if (order.work().isDone() && !now.isBefore(order.began().plus(BEFORE_ANOTHER_TRY))) {
      order(desk, wanted, now);
    }
    return said;
  }

  /** Whether to look often; what takes long is heard of with one of the rare looks. */
  boolean presses(TaskDesk desk, Instant now) {
    if (!desk.ledger().hasUnscored()) {
      return false;
    }
    @Nullable Order order = orders.get(desk.taskId());
    return order == null || order.work().isDone() || now.isBefore(order.began().plus(SOON));
  }

  private void order(TaskDesk desk, RolloutTrial trial, Instant now) {
    @Nullable Order before = orders.get(desk.taskId());
    if (before != null) {
      before.work().cancel(true);
    }
    var request = new ShadowRequest(desk.taskId(), trial, desk.examples().snapshot());
    orders.put(desk.taskId(), new Order(trial, desks.order(request, mail::add), now));
  }

  private boolean hear(ShadowNews news) {
    String task = news.request().taskId();
    if (news instanceof ShadowNews.Failed failed) {
      LOG.warn("task {}: log shadow failed, {}", task, failed.why());
      return false;
    }
    @Nullable TaskDesk desk = desks.find(task).orElse(null);
    boolean wanted = desk != null && desk.ledger().getUnscored().equals(news.request().trial());
    if (desk == null || !wanted) {
      return false; // the trial is over, or another's
    }
    LogShadow found = ((ShadowNews.Done) news).found();
    outbox.send(Topics.EVIDENCE, task, found);
    ledgers.keep(desk, desk.ledger().toBuilder().clearUnscored().build());
    orders.remove(task);
    announced.put(task, news.request().trial());
    LOG.info(
        "task {}: version {} beside version {}: {}",
        task,
        found.getCandidate().getVersion(),
        found.getBaseline().getVersion(),
        found.getWhy());
    return true;
  }

  /** The tasks have moved away. */
  void close() {
    orders.values().forEach(order -> order.work().cancel(true));
    orders.clear();
    announced.clear();
  }
}
