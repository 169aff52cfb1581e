package dev.graft.deploy.reach;

import dev.graft.deploy.home.Port;
import dev.graft.deploy.home.RunFile;

/**
 * Where the doors of a running system are, each as host:port.
 *
 * @param kafka bootstrap servers
 * @param access how to get in
 */
public record Addresses(
    String kafka,
    String ingestHttp,
    String ingestGrpc,
    String trainerHttp,
    String inferenceHttp,
    String inferenceGrpc,
    Access access) {

  /** Of a system with open doors. */
  public static Addresses of(RunFile run) {
    return of(run, Access.PLAIN);
  }

  public static Addresses of(RunFile run, Access access) {
    return new Addresses(
        run.kafka(),
        local(run, Port.INGEST_HTTP),
        local(run, Port.INGEST_GRPC),
        local(run, Port.TRAINER_HTTP),
        local(run, Port.INFERENCE_HTTP),
        local(run, Port.INFERENCE_GRPC),
        access);
  }

  private static String local(RunFile run, Port port) {
    return "127.0.0.1:" + run.port(port);
  }
}
