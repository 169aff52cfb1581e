package dev.graft.inference;

import dev.graft.connect.GrpcServerShell;
import dev.graft.embedded.TestBed;
import dev.graft.inference.serve.Swapper;
import dev.graft.loop.Runs;
import dev.graft.v1.PredictionServiceGrpc;
import dev.graft.v1.PredictionServiceGrpc.PredictionServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.micronaut.context.ApplicationContext;
import java.util.Map;

/** The service as its Main wires it, on the shared broker and store, with a gRPC client. */
final class RunningService implements AutoCloseable {

  static final String BUCKET = "inference-test";

  private final ApplicationContext context;
  private final ManagedChannel channel;

  private RunningService(ApplicationContext context, ManagedChannel channel) {
    this.context = context;
    this.channel = channel;
  }

  static RunningService start() {
    var context =
        ApplicationContext.run(
            Map.ofEntries(
                Map.entry("graft.kafka.bootstrap-servers", TestBed.bootstrapServers()),
                Map.entry("graft.store.endpoint", TestBed.storeEndpoint()),
                Map.entry("graft.store.bucket", BUCKET),
                Map.entry("graft.store.access-key", TestBed.ACCESS_KEY),
                Map.entry("graft.store.secret-key", TestBed.SECRET_KEY),
                Map.entry("graft.instance.id", "inference-test"),
                Map.entry("graft.instance.state-dir", TestBed.folder("inference-state").toString()),
                Map.entry("graft.grpc.port", 0),
                Map.entry("graft.inference.device", "cpu"),
                Map.entry("graft.inference.batch-size", 1)));
    context.getBeansOfType(Runs.class).forEach(Runs::start);
    var port = context.getBean(GrpcServerShell.class).port();
    var channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port)
            .usePlaintext()
            .maxInboundMessageSize(20 << 20)
            .build();
    return new RunningService(context, channel);
  }

  PredictionServiceBlockingStub client() {
    return PredictionServiceGrpc.newBlockingStub(channel);
  }

  ManagedChannel channel() {
    return channel;
  }

  /** Waits until the version serves, or is refused. */
  void awaitServing(String task, long version) {
    context.getBean(Swapper.class).serving(task, version).join();
  }

  <T> T part(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    context.getBean(GrpcServerShell.class).close();
    context.getBeansOfType(Runs.class).forEach(Runs::close);
    context.close();
  }
}
