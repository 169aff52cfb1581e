package dev.graft.connect;

/**
 * The life of a service process: start, say ready, serve, stop on SIGTERM or when a supervisor
 * dies, exit.
 */
public final class ServiceProcess {
  private ServiceProcess() {}

  /**
   * A service's main: starts Micronaut for the class, provisions the topics, logs {@code graft
   * ready: http=PORT grpc=PORT}, and returns only after SIGTERM or the end of a supervisor's pipe,
   * with everything closed; then the process exits.
   */
  public static void run(Class<?> main, String[] args) {
    throw new UnsupportedOperationException();
  }
}
