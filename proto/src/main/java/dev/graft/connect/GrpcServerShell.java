package dev.graft.connect;

import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import java.util.List;

/** A gRPC server with standard health and reflection, 20 MiB inbound, graceful stop. */
public final class GrpcServerShell implements AutoCloseable {
  private GrpcServerShell() {}

  /**
   * Starts to listen.
   *
   * @param port 0 is any free one
   */
  public static GrpcServerShell start(int port, List<? extends BindableService> services) {
    return start(port, services, List.of());
  }

  public static GrpcServerShell start(
      int port, List<? extends BindableService> services, List<ServerInterceptor> interceptors) {
    throw new UnsupportedOperationException();
  }

  public int port() {
    throw new UnsupportedOperationException();
  }

  /** What the standard health service answers, for the server and each of its services. */
  public void serving(boolean serving) {
    throw new UnsupportedOperationException();
  }

  /** Takes no new calls, lets those in flight finish within 10 s. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
