package dev.graft.bench.system;

import dev.graft.blobs.BlobStore;
import dev.graft.blobs.BlobStores;
import dev.graft.blobs.StoreAddress;
import dev.graft.deploy.home.Home;
import dev.graft.deploy.home.Part;
import dev.graft.deploy.home.Port;
import dev.graft.deploy.home.Ports;
import dev.graft.deploy.home.RunFile;
import dev.graft.deploy.reach.Addresses;
import dev.graft.deploy.supervise.Installation;
import dev.graft.deploy.supervise.NativeLibraries;
import dev.graft.deploy.supervise.Plan;
import dev.graft.deploy.supervise.Replica;
import dev.graft.deploy.supervise.Supervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The whole system, as {@code graft up} runs it: broker, store and four services, each a process of
 * its own, in a fresh folder below {@code deploy/bench/target/homes} and with the settings that the
 * benchmark fixes.
 */
public final class BenchSystem implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Of the store that an installation starts for itself; it listens on this machine only. */
  private static final String KEY = "graft-local";

  private final Plan plan;
  private final Supervisor supervisor;
  private final Home home;
  private final Thread lastWill;

  private BenchSystem(Plan plan, Supervisor supervisor, Home home) {
    this.plan = plan;
    this.supervisor = supervisor;
    this.home = home;
    this.lastWill = new Thread(supervisor::close, "stop");
    Runtime.getRuntime().addShutdownHook(lastWill);
  }

  /**
   * Starts it and returns when all of it is ready.
   *
   * @param name of its folder, which is emptied first
   * @param settings {@code graft.*} keys that every service gets
   */
  public static BenchSystem start(String name, Map<String, String> settings) {
    return start(name, settings, false, Set.of());
  }

  /**
   * @param fixedHeaps each process takes the whole of its heap at its start
   * @param without parts that are not started
   */
  public static BenchSystem start(
      String name, Map<String, String> settings, boolean fixedHeaps, Set<Part> without) {
    NativeLibraries.ensure(System.err::println);
    var installation = Installation.ofThisProcess();
    var home = new Home(installation.root().resolve("deploy/bench/target/homes").resolve(name));
    clear(home.folder());
    var plan = new Plan(installation, home, Ports.free(Map.of()), settings, fixedHeaps, without);
    var system =
        new BenchSystem(
            plan, new Supervisor(plan, line -> System.err.println("graft: " + line)), home);
    try {
      system.supervisor.start(PATIENCE);
      return system;
    } catch (RuntimeException e) {
      system.close();
      throw e;
    }
  }

  public Addresses addresses() {
    return Addresses.of(supervisor.runFile());
  }

  public RunFile runFile() {
    return supervisor.runFile();
  }

  /** Starts a second inference-service beside the first one, and returns when it is ready. */
  public Replica secondInference(String name) {
    var free = Ports.free(Map.of());
    var ports =
        Map.of(
            Port.INFERENCE_HTTP, Objects.requireNonNull(free.get(Port.INFERENCE_HTTP)),
            Port.INFERENCE_GRPC, Objects.requireNonNull(free.get(Port.INFERENCE_GRPC)));
    var replica = Replica.start(plan, Part.INFERENCE, name, ports);
    replica.awaitReady(PATIENCE);
    return replica;
  }

  /** Kills a part's process at once, as {@code kill -9} does, and returns its process id. */
  public long kill(Part part) {
    long pid = pid(part);
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    return pid;
  }

  /** Of the part's present process; 0 between two. */
  public long pid(Part part) {
    return Objects.requireNonNull(supervisor.runFile().children().get(part.title())).pid();
  }

  /** Its object store, as the services see it. */
  public BlobStore blobs() {
    var run = supervisor.runFile();
    return BlobStores.s3(
        new StoreAddress(run.store(), run.bucket(), KEY, KEY, "us-east-1", Set.of()));
  }

  /** Where its data and logs lie. */
  public Home home() {
    return home;
  }

  /** Processor time that each part's process has used so far. */
  public Map<Part, Duration> used() {
    var used = new EnumMap<Part, Duration>(Part.class);
    var run = supervisor.runFile();
    for (var part : Part.values()) {
      var mark = run.children().get(part.title());
      if (mark != null) {
        used.put(part, ProcessorTime.of(mark.pid()));
      }
    }
    return used;
  }

  @Override
  public void close() {
    supervisor.close();
    try {
      Runtime.getRuntime().removeShutdownHook(lastWill);
    } catch (IllegalStateException leaving) {
      // The hook itself is what runs, and closing twice is allowed.
      return;
    }
  }

  private static void clear(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
