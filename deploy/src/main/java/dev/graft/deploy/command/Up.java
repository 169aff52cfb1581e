package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.deploy.home.Port;
import dev.graft.deploy.home.Ports;
import dev.graft.deploy.home.RunFile;
import dev.graft.deploy.supervise.Installation;
import dev.graft.deploy.supervise.NativeLibraries;
import dev.graft.deploy.supervise.Plan;
import dev.graft.deploy.supervise.Settings;
import dev.graft.deploy.supervise.Supervisor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs an installation until it is told to stop. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description =
        "Starts the broker, the store and the four services, and keeps them running until Ctrl-C or"
            + " `graft down`.")
public final class Up implements Runnable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private HomeOption home = new HomeOption();

  @Option(names = "--free-ports", description = "Let Graft pick ports that are free now.")
  private boolean freePorts;

  @Option(
      names = "--port",
      paramLabel = "NAME=NUMBER",
      description =
          "Port to use, by name: kafka, s3, ingest-http, ingest-grpc, feature-http, trainer-http,"
              + " inference-http, inference-grpc. May be given several times.")
  private Map<String, Integer> ports = new LinkedHashMap<>();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Properties that every service gets too. With graft.kafka.bootstrap-servers or"
              + " graft.store.endpoint in it, that broker or store is used and ours is not started."
              + " graft.client.tls.* is for us and the other commands.")
  private @Nullable Path config;

  @Option(
      names = {"-d", "--detach"},
      description = "Return as soon as everything is ready and leave it running.")
  private boolean detach;

  @Override
  public void run() {
    if (detach) {
      Detached.up(home.home(), spec.root().commandLine().getParseResult().originalArgs(), PATIENCE);
      report(home.running());
      return;
    }
    NativeLibraries.ensure(System.err::println);
    var supervisor = new Supervisor(plan(), line -> System.out.println("graft: " + line));
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(supervisor, stopped), "stop"));
    try {
      supervisor.start(PATIENCE);
    } catch (RuntimeException e) {
      supervisor.close();
      throw e;
    }
    report(supervisor.runFile());
    System.out.println("Ctrl-C stops it.");
    await(stopped);
  }

  private Plan plan() {
    var asked = new EnumMap<Port, Integer>(Port.class);
    ports.forEach((name, number) -> asked.put(named(name), number));
    var chosen = freePorts ? Ports.free(asked) : Ports.fixed(asked);
    var extra = config == null ? Map.<String, String>of() : Settings.read(config);
    return new Plan(Installation.ofThisProcess(), home.home(), chosen, extra);
  }

  private static Port named(String name) {
    return Port.of(name)
        .orElseThrow(
            () -> new Failure("there is no port called " + name + "; see graft up --help"));
  }

  private static void stop(Supervisor supervisor, CountDownLatch stopped) {
    System.out.println("graft: stopping");
    supervisor.close();
    System.out.println("graft: stopped");
    stopped.countDown();
  }

  private static void report(RunFile run) {
    System.out.println("Graft is up.");
    System.out.println("  Kafka            " + run.kafka());
    System.out.println("  S3               " + run.store());
    run.ports()
        .forEach(
            (name, port) -> {
              if (!name.equals(Port.KAFKA.title()) && !name.equals(Port.S3.title())) {
                System.out.printf("  %-16s 127.0.0.1:%d%n", name, port);
              }
            });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
