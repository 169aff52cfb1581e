package dev.graft.connect;

import com.google.common.base.Throwables;
import dev.graft.loop.Clients;
import dev.graft.loop.Monitored;
import dev.graft.loop.Runs;
import dev.graft.topics.Provisioner;
import dev.graft.topics.WrongTopicException;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a service process: start, say ready, serve, stop on SIGTERM or when a supervisor
 * dies, exit.
 */
public final class ServiceProcess {
  private static final Logger log = LoggerFactory.getLogger(ServiceProcess.class);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
  private static final Duration FINISH = Duration.ofSeconds(40);

  private final ApplicationContext context;
  private final CountDownLatch stop;

  private ServiceProcess(ApplicationContext context, CountDownLatch stop) {
    this.context = context;
    this.stop = stop;
  }

  /**
   * A service's main: starts Micronaut for the class with its HTTP server, refuses unknown keys,
   * provisions the topics as soon as Kafka answers, starts every {@link Runs} bean, logs {@code
   * graft ready: http=PORT grpc=PORT} once all is ready, and returns only after SIGTERM or the end
   * of a supervisor's pipe, with everything closed; then the process exits. A service that can't
   * start, or of which a part has died, says why and exits with 1.
   */
  public static void run(Class<?> main, String[] args) {
    var stop = new CountDownLatch(1);
    var life = Thread.currentThread();
    try (var context = ApplicationContext.builder().mainClass(main).args(args).build()) {
      onExit(stop, life);
      context.start();
      var process = new ServiceProcess(context, stop);
      try {
        process.live();
      } finally {
        process.finish();
      }
    } catch (RuntimeException | Error e) { // a missing native library is an Error
      log.error("can't go on: {}", e.getMessage(), e);
      Runtime.getRuntime().halt(1); // exit would wait for our own hook, which waits for this thread
    } catch (InterruptedException e) {
      Runtime.getRuntime().halt(1);
    }
    // We get here only once the exit is under way, and it ends what threads the frameworks left
    // behind.
  }

  private void live() throws InterruptedException {
    UnknownKeys.refuse(context);
    if (context.getBean(ProcessConfig.class).supervised()) {
      Supervision.watch(System.in, () -> System.exit(0));
    }
    context.findBean(EmbeddedServer.class).ifPresent(EmbeddedServer::start);
    provision();
    context.getBeansOfType(Runs.class).forEach(Runs::start);
    awaitReady();
    awaitEnd();
  }

  private void provision() throws InterruptedException {
    int replicas = context.getBean(KafkaConfig.class).replicationFactor();
    boolean done = false;
    while (!done && stop.getCount() > 0) {
      try (var admin = context.getBean(Clients.class).admin()) {
        Provisioner.provision(admin, replicas);
        done = true;
      } catch (WrongTopicException e) {
        throw e;
      } catch (KafkaException e) {
        log.warn("waiting for Kafka: {}", Throwables.getRootCause(e).toString());
        stop.await(ASK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private void awaitReady() throws InterruptedException {
    var parts = context.getBeansOfType(Monitored.class);
    while (stop.getCount() > 0) {
      refuseTheDead(context.getBeansOfType(Runs.class));
      if (parts.stream().allMatch(part -> part.health().ready())) {
        context.findBean(GrpcServerShell.class).ifPresent(grpc -> grpc.serving(true));
        log.info("graft ready:{}{}", httpPort(), grpcPort());
        return;
      }
      stop.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void awaitEnd() throws InterruptedException {
    var working = context.getBeansOfType(Runs.class);
    while (!stop.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
      refuseTheDead(working);
    }
  }

  /** Only a restart helps, and whoever runs us restarts what has ended, not what merely says so. */
  static void refuseTheDead(Collection<? extends Monitored> working) {
    for (var each : working) {
      var health = each.health();
      if (!health.alive()) {
        throw new IllegalStateException(each.name() + ": " + health.why());
      }
    }
  }

  private String httpPort() {
    return context.findBean(EmbeddedServer.class).map(http -> " http=" + http.getPort()).orElse("");
  }

  private String grpcPort() {
    return context.findBean(GrpcServerShell.class).map(grpc -> " grpc=" + grpc.port()).orElse("");
  }

  /** The gRPC door first, then what works behind it, then HTTP, whose stop ends the context. */
  private void finish() {
    log.info("stopping");
    context.findBean(GrpcServerShell.class).ifPresent(GrpcServerShell::close);
    closeAtOnce(context.getBeansOfType(Runs.class));
    context
        .findBean(EmbeddedServer.class)
        .filter(EmbeddedServer::isRunning)
        .ifPresent(EmbeddedServer::stop);
  }

  /**
   * Each waits for what it has under way, and if Kafka is gone, in vain: one after the other they
   * would take longer than an exit may.
   */
  private static void closeAtOnce(Collection<Runs> working) {
    CompletableFuture.allOf(
            working.stream()
                .map(
                    each ->
                        CompletableFuture.runAsync(
                            each::close,
                            task -> new Thread(task, "graft-close-" + each.name()).start()))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  private static void onExit(CountDownLatch stop, Thread life) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  try {
                    life.join(FINISH.toMillis());
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "graft-exit"));
  }
}
