package dev.graft.bench.trials;

import dev.graft.deploy.Failure;
import dev.graft.v1.RolloutState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** One kill in one phase: traffic, an order in flight, the kill, what comes back, the check. */
final class Cell {
  private static final Duration OFTEN = Duration.ofMillis(100);
  private static final Duration BEFORE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LATEST_MILLIS = 250;

  /** Until state and evidence must be those of the logs; evidence is told once a minute at most. */
  private static final Duration CONVERGED = Duration.ofSeconds(100);

  private static final Duration NUDGE_EVERY = Duration.ofSeconds(8);

  private final TrialTask task;
  private final Fleet fleet;
  private final JudgeSeat seat;
  private final Ascent ascent;
  private final String kafka;
  private final Random random;
  private final List<Order.Answered> orders = new ArrayList<>();

  Cell(TrialTask task, Fleet fleet, JudgeSeat seat, Ascent ascent, String kafka, Random random) {
    this.task = task;
    this.fleet = fleet;
    this.seat = seat;
    this.ascent = ascent;
    this.kafka = kafka;
    this.random = random;
  }

  List<Order.Answered> orders() {
    return List.copyOf(orders);
  }

  /**
   * Two moments after the kill, in seconds, on which replica the judge sat at the first, and what
   * was asked until the second.
   */
  private record Back(double judge, String owner, double serving, int asked, int failed) {}

  Felled kill(int round, Phase phase, Victim victim) {
    int partition = log().partition();
    var before = owner(partition);
    var killed = victim == Victim.REPLICA ? fleet.other(before) : before;
    var back = struck(phase, victim, killed, partition);
    if (phase == Phase.LOG_SHADOW) {
      ascent.scored(task.labels().sequence() / 2); // half of the pairs are not counted any more
    }
    var wrong = settled();
    var log = log();
    var seen = Check.state(log);
    end(phase, seen);
    return new Felled(
        round,
        phase.title(),
        victim.title(),
        victim == Victim.BROKER ? "broker" : killed,
        back.judge(),
        before.equals(back.owner()) ? before : before + ", then " + back.owner(),
        back.serving(),
        back.asked(),
        back.failed(),
        orders(),
        Counted.told(seen.getTrial()).live().count(),
        seen.getTrial().getGuards().getRequests(),
        wrong);
  }

  private TaskLog log() {
    return TaskLog.read(kafka, task.id());
  }

  private String owner(int partition) {
    var owner = new AtomicReference<String>();
    Waiting.until(
        "somebody judges partition " + partition,
        OFTEN,
        () -> {
          seat.owner(partition).ifPresent(owner::set);
          return owner.get() != null;
        });
    return Objects.requireNonNull(owner.get(), "somebody judges it");
  }

  private Back struck(Phase phase, Victim victim, String killed, int partition) {
    var traffic = Traffic.begin(task, fleet, random.nextLong());
    try (traffic) {
      Waiting.pause(BEFORE);
      var inFlight = inFlight(phase);
      Waiting.pause(Duration.ofMillis(random.nextInt(LATEST_MILLIS)));
      long at = System.nanoTime();
      if (victim == Victim.BROKER) {
        fleet.killBroker();
      } else {
        fleet.kill(killed);
      }
      awaitJudge(killed);
      double judge = (System.nanoTime() - at) / 1e9;
      var owner = owner(partition);
      orders.add(inFlight.join());
      fleet.revive();
      Waiting.until("both replicas serve what the judge says", OFTEN, task::servedByAll);
      double serving = (System.nanoTime() - at) / 1e9;
      var back = new Back(judge, owner, serving, traffic.asked(), traffic.failed());
      Waiting.pause(BEFORE);
      return back;
    }
  }

  /** By any door, also that of the one who is killed in a moment. */
  private CompletableFuture<Order.Answered> inFlight(Phase phase) {
    var belief = Order.Belief.in(task.state());
    var door = fleet.doors().get(random.nextInt(2));
    return CompletableFuture.supplyAsync(
        () -> phase.inFlight().ask(door.within(PATIENCE), task.id(), belief, "in flight"),
        work -> new Thread(work, "in-flight").start());
  }

  /** With orders of somebody who believes in a state that never was, until one is refused. */
  private void awaitJudge(String killed) {
    Waiting.until(
        "the judge answers",
        OFTEN,
        () -> {
          var door = fleet.besides(killed).within(PATIENCE);
          var why = "stale " + orders.size();
          var answered = Order.PROMOTE.ask(door, task.id(), Order.Belief.STALE, why);
          orders.add(answered);
          if (answered.carriedOut()) {
            throw new Failure("an order of a stale state was carried out: " + answered);
          }
          return answered.refused();
        });
  }

  /**
   * Looks until nothing is wrong, or it has had its time. A few more labels now and then make the
   * judge tell of its evidence, which it does when there is a tenth more.
   */
  private List<String> settled() {
    long began = System.nanoTime();
    long nudged = 0;
    while (true) {
      var log = log();
      if (seat.hasRead(log.last())) {
        var wrong = Check.of(log, orders);
        long now = System.nanoTime();
        if (wrong.isEmpty() || now - began > CONVERGED.toNanos()) {
          return wrong;
        }
        if (nudged == 0 || now - nudged > NUDGE_EVERY.toNanos()) {
          nudged = now;
          nudge(Check.state(log));
        }
      } else if (System.nanoTime() - began > CONVERGED.toNanos()) {
        return List.of(task.id() + ": the judge does not get to the ends of its topics");
      }
      Waiting.pause(Duration.ofMillis(500));
    }
  }

  private void nudge(RolloutState state) {
    var told = Counted.told(state.getTrial());
    long tenth = (told.live().count() + told.validated().count()) / 10 + 1;
    for (int i = 0; i < tenth; i++) {
      task.label(TrialTask.Pair.SAME);
    }
  }

  /**
   * It goes on where it was held, and then the phase ends, if the state is still as it was seen.
   */
  private void end(Phase phase, RolloutState seen) {
    var door = fleet.doors().get(0);
    orders.add(Order.RESUME.ask(door.within(PATIENCE), task.id(), Order.Belief.in(seen), "go on"));
    orders.add(
        phase.last().ask(door.within(PATIENCE), task.id(), Order.Belief.ANYTHING, "to the end"));
  }
}
