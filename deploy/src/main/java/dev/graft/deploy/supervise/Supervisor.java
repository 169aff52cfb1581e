package dev.graft.deploy.supervise;

import dev.graft.deploy.Failure;
import dev.graft.deploy.home.Home;
import dev.graft.deploy.home.HomeLock;
import dev.graft.deploy.home.Part;
import dev.graft.deploy.home.Ports;
import dev.graft.deploy.home.RunFile;
import dev.graft.deploy.home.RunFile.ChildMark;
import dev.graft.deploy.home.RunFile.ProcessMark;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs the parts of one installation: broker and store first, then the services; whatever dies is
 * started again, with growing pauses; at the end services go first, because they need the others to
 * finish their work.
 *
 * <p>All changes happen on one thread. Construction takes the home's lock, {@link #close} gives it
 * back.
 */
public final class Supervisor implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final int HOPELESS = 4;
  private static final long LOOK_AT_LOGS_SECONDS = 5;

  private final Plan plan;
  private final Consumer<String> say;
  private final HomeLock lock;
  private final Readiness readiness;
  private final LogFiles logs;
  private final Map<Part, Child> children = new EnumMap<>(Part.class);
  private final ScheduledExecutorService events =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "supervisor"));
  private boolean ready;
  private boolean stopping;

  public Supervisor(Plan plan, Consumer<String> say) {
    this.plan = plan;
    this.say = say;
    this.readiness = new Readiness(plan);
    this.lock = HomeLock.take(plan.home());
    this.logs = new LogFiles(plan.home(), LogFiles.LARGEST);
    try {
      Ports.check(plan.ports(), plan.listening());
      plan.home().forgetLastRun();
      plan.home().writePrivately(Home.ACCESS, Settings.text(plan.forClients()));
      plan.parts().forEach(part -> children.put(part, child(part)));
      events.scheduleWithFixedDelay(this::trimLogs, 0, LOOK_AT_LOGS_SECONDS, TimeUnit.SECONDS);
    } catch (RuntimeException e) {
      events.shutdown();
      lock.close();
      throw e;
    }
  }

  /** A full disk must stop neither the supervisor nor this: said, and tried again. */
  private void trimLogs() {
    for (var part : children.keySet()) {
      try {
        logs.trim(part.title());
      } catch (UncheckedIOException e) {
        say.accept(e.getMessage() + ": " + e.getCause());
      }
    }
  }

  private Child child(Part part) {
    return new Child(Recipe.of(plan, part), plan.home());
  }

  /**
   * Starts everything and returns when all of it is ready.
   *
   * @param patience longest wait for each of the two groups
   * @throws Failure if a part won't live or won't get ready; the message holds the end of its log
   */
  public void start(Duration patience) {
    var inner = plan.parts().stream().filter(part -> !part.service()).toList();
    var services = plan.parts().stream().filter(Part::service).toList();
    startGroup(inner, patience);
    startGroup(services, patience);
    onThread(
        () -> {
          ready = true;
          note();
        });
  }

  private void startGroup(List<Part> parts, Duration patience) {
    onThread(() -> parts.forEach(part -> launch(child0(part))));
    var deadline = Instant.now().plus(patience);
    for (var part : parts) {
      while (!readiness.ready(part)) {
        refuseIfHopeless(part, deadline);
        pause();
      }
      say.accept(part.title() + " is ready");
    }
  }

  private void refuseIfHopeless(Part part, Instant deadline) {
    var child = child0(part);
    var deaths = new int[1];
    onThread(() -> deaths[0] = child.deathsInARow());
    var tail = LogTail.of(plan.home().log(part.title()), 15);
    if (deaths[0] >= HOPELESS) {
      throw new Failure(part.title() + " dies at its start. The end of its log:\n" + tail);
    }
    if (Instant.now().isAfter(deadline)) {
      throw new Failure(part.title() + " does not get ready. The end of its log:\n" + tail);
    }
  }

  private Child child0(Part part) {
    return java.util.Objects.requireNonNull(children.get(part), part::title);
  }

  private void launch(Child child) {
    if (stopping) {
      return;
    }
    readiness.forget(child.part());
    var process = child.launch(Instant.now());
    process.onExit().thenAcceptAsync(dead -> onDeath(child, dead), events);
    note();
  }

  private void onDeath(Child child, Process dead) {
    if (stopping) {
      return;
    }
    var pause = child.died(Instant.now(), RestartPolicy.USUAL);
    say.accept(
        "%s died (exit code %d); starting it again in %d ms. Its log: %s"
            .formatted(
                child.part().title(),
                dead.exitValue(),
                pause.toMillis(),
                plan.home().log(child.part().title())));
    note();
    events.schedule(() -> launch(child), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void note() {
    present().write(plan.home());
  }

  private RunFile present() {
    var ports = new LinkedHashMap<String, Integer>();
    plan.listening().forEach(port -> ports.put(port.title(), plan.port(port)));
    var marks = new LinkedHashMap<String, ChildMark>();
    children.forEach((part, child) -> marks.put(part.title(), child.mark()));
    return new RunFile(
        ProcessMark.of(ProcessHandle.current()),
        ready,
        plan.kafka(),
        plan.store(),
        plan.bucket(),
        ports,
        marks);
  }

  /** What runs now. */
  public RunFile runFile() {
    return CompletableFuture.supplyAsync(this::present, events).join();
  }

  private void onThread(Runnable change) {
    CompletableFuture.runAsync(change, events).join();
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted while starting", e);
    }
  }

  /**
   * Stops the services, then the store and the broker, and returns when all are gone. May be called
   * twice.
   */
  @Override
  public synchronized void close() {
    if (events.isShutdown()) {
      return;
    }
    onThread(() -> stopping = true);
    stop(children.values().stream().filter(child -> child.part().service()).toList());
    stop(children.values().stream().filter(child -> !child.part().service()).toList());
    events.shutdown();
    plan.home().forgetLastRun();
    lock.close();
  }

  private void stop(List<Child> group) {
    group.forEach(Child::askToStop);
    for (var child : group) {
      if (!child.awaitEnd(GRACE)) {
        say.accept(child.part().title() + " did not stop when asked and was killed");
      }
    }
  }
}
