package dev.graft.deploy.endtoend;

import dev.graft.deploy.home.Home;
import dev.graft.deploy.home.Ports;
import dev.graft.deploy.home.RunFile;
import dev.graft.deploy.reach.Addresses;
import dev.graft.deploy.supervise.Installation;
import dev.graft.deploy.supervise.NativeLibraries;
import dev.graft.deploy.supervise.Plan;
import dev.graft.deploy.supervise.Supervisor;
import java.time.Duration;
import java.util.Map;

/**
 * One system for all tests of this JVM that don't stop it themselves; they use tasks and image ids
 * of their own.
 */
final class RunningGraft {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** A bucket that publishers may refer to; nobody has made it yet. */
  static final String READABLE = "camera";

  private final Home home = TestHomes.fresh("shared");
  private final Supervisor supervisor;

  private RunningGraft() {
    NativeLibraries.ensure(System.out::println);
    var extra = Map.of("graft.store.readable-buckets", READABLE);
    var plan = new Plan(Installation.ofThisProcess(), home, Ports.free(Map.of()), extra);
    this.supervisor = new Supervisor(plan, line -> System.out.println("graft: " + line));
    Runtime.getRuntime().addShutdownHook(new Thread(supervisor::close));
    supervisor.start(PATIENCE);
  }

  private static final class Shared {
    static final RunningGraft GRAFT = new RunningGraft();
  }

  /** Started when first asked for, stopped with the JVM. */
  static RunningGraft shared() {
    return Shared.GRAFT;
  }

  Addresses addresses() {
    return Addresses.of(supervisor.runFile());
  }

  Home home() {
    return home;
  }

  RunFile runFile() {
    return supervisor.runFile();
  }
}
