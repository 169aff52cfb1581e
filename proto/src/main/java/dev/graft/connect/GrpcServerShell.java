package dev.graft.connect;

import dev.graft.tls.ServerTls;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A gRPC server with standard health and reflection, 20 MiB inbound, graceful stop. */
public final class GrpcServerShell implements AutoCloseable {
  /**
   * A picture of the largest size, and what is around it; gRPC's default of 4 MiB refuses phone
   * photos.
   */
  private static final int MAX_INBOUND_BYTES = 20 << 20;

  private static final long FINISH_SECONDS = 10;

  /**
   * Whoever listens to a quiet stream and has gone without a word would keep its place for hours.
   */
  private static final long ASK_WHETHER_THERE_SECONDS = 60;

  private final Server server;
  private final HealthStatusManager health;
  private final List<String> names;
  private final List<Runnable> leaving = new CopyOnWriteArrayList<>();
  private final GrpcCredentials credentials;
  private final CallThreads threads;

  private GrpcServerShell(
      Server server,
      HealthStatusManager health,
      List<String> names,
      GrpcCredentials credentials,
      CallThreads threads) {
    this.server = server;
    this.threads = threads;
    this.credentials = credentials;
    this.health = health;
    this.names = names;
  }

  /**
   * Starts to listen. Health says NOT_SERVING until {@link #serving} says otherwise.
   *
   * @param port 0 is any free one
   */
  public static GrpcServerShell start(int port, List<? extends BindableService> services) {
    return start(port, services, List.of());
  }

  /** The same, behind what the caller wants done before each call. */
  public static GrpcServerShell start(
      int port, List<? extends BindableService> services, List<ServerInterceptor> interceptors) {
    return start(new InetSocketAddress(port), null, services, interceptors);
  }

  /**
   * The same, on one address, over TLS.
   *
   * @param tls null for plain text
   */
  public static GrpcServerShell start(
      InetSocketAddress address,
      @Nullable ServerTls tls,
      List<? extends BindableService> services,
      List<ServerInterceptor> interceptors) {
    var credentials = GrpcCredentials.of(tls);
    var health = new HealthStatusManager();
    var names = new ArrayList<String>(List.of(HealthStatusManager.SERVICE_NAME_ALL_SERVICES));
    var builder =
        NettyServerBuilder.forAddress(address, credentials.credentials())
            .maxInboundMessageSize(MAX_INBOUND_BYTES)
            .keepAliveTime(ASK_WHETHER_THERE_SECONDS, TimeUnit.SECONDS);
    for (var service : services) {
      builder.addService(service);
      names.add(service.bindService().getServiceDescriptor().getName());
    }
    builder.addService(health.getHealthService());
    builder.addService(ProtoReflectionServiceV1.newInstance());
    interceptors.forEach(builder::intercept);
    var threads = new CallThreads(services);
    threads.apply(builder);
    try {
      var shell =
          new GrpcServerShell(
              builder.build().start(), health, List.copyOf(names), credentials, threads);
      shell.serving(false);
      return shell;
    } catch (IOException e) {
      credentials.close();
      threads.close();
      throw new UncheckedIOException(
          "can't listen for gRPC on %s: stop what listens there, or set graft.grpc.host or graft.grpc.port"
              .formatted(address),
          e);
    }
  }

  public int port() {
    return server.getPort();
  }

  /** What the standard health service answers, for the server and each of its services. */
  public void serving(boolean serving) {
    var status = serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    names.forEach(name -> health.setStatus(name, status));
  }

  /** Told when the server begins to stop: streams that stay open for long must be ended by us. */
  public GrpcServerShell onLeaving(Runnable told) {
    leaving.add(told);
    return this;
  }

  /** Takes no new calls, lets those in flight finish within 10 s. */
  @Override
  public void close() {
    credentials.close();
    health.enterTerminalState();
    server.shutdown();
    leaving.forEach(Runnable::run);
    try {
      if (!server.awaitTermination(FINISH_SECONDS, TimeUnit.SECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    threads.close();
  }
}
