package dev.graft.deploy.supervise;

import dev.graft.deploy.Failure;
import dev.graft.deploy.home.Part;
import dev.graft.deploy.home.Port;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One more process of a service beside those of a {@link Supervisor}, with an instance id, ports, a
 * state folder and a log of its own. It is not started again when it dies.
 */
public final class Replica implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final Plan plan;
  private final Child child;
  private final long pid;

  private Replica(Plan plan, Child child, long pid) {
    this.plan = plan;
    this.child = child;
    this.pid = pid;
  }

  /**
   * Starts it; {@link #awaitReady} says when it works.
   *
   * @param plan what it belongs to
   * @param name its instance id, and that of its files
   * @param ports those of the service, for this process
   */
  public static Replica start(Plan plan, Part service, String name, Map<Port, Integer> ports) {
    var settings = new HashMap<>(plan.extra());
    settings.put("graft.instance.id", name);
    settings.put("graft.instance.state-dir", plan.home().data(name).toString());
    var numbers = new EnumMap<>(plan.ports());
    numbers.putAll(ports);
    var own =
        new Plan(
            plan.installation(), plan.home(), numbers, settings, plan.fixedHeaps(), plan.without());
    var child = new Child(Recipe.of(own, service, name), plan.home());
    return new Replica(own, child, child.launch(Instant.now()).pid());
  }

  /**
   * Returns when it is ready.
   *
   * @throws Failure if it does not get ready in time
   */
  public void awaitReady(Duration patience) {
    var readiness = new Readiness(plan);
    var deadline = Instant.now().plus(patience);
    while (!readiness.ready(child.part())) {
      if (!child.alive() || Instant.now().isAfter(deadline)) {
        throw new Failure("a second " + child.part().title() + " does not get ready");
      }
      try {
        TimeUnit.MILLISECONDS.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Failure("interrupted while starting", e);
      }
    }
  }

  public boolean alive() {
    return child.alive();
  }

  public long pid() {
    return pid;
  }

  /** Where it answers. */
  public int port(Port port) {
    return plan.port(port);
  }

  @Override
  public void close() {
    child.askToStop();
    child.awaitEnd(GRACE);
  }
}
