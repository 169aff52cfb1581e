package dev.graft.ingest;

import dev.graft.connect.GrpcServerShell;
import dev.graft.embedded.TestBed;
import dev.graft.loop.Runs;
import dev.graft.v1.IngestServiceGrpc;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.util.Map;

/** The whole service in this JVM, on the shared broker and S3 server. */
final class RunningIngest implements AutoCloseable {
  final ApplicationContext context;
  private final EmbeddedServer http;
  private final ManagedChannel channel;

  /** Much less than the default, so that a test can go beyond it. */
  static final int MAX_WEIGHTS = 64 << 20;

  RunningIngest(String bucket) {
    this(bucket, TestBed.storeEndpoint(), Map.of(), InsecureChannelCredentials.create());
  }

  RunningIngest(String bucket, Map<String, Object> more, ChannelCredentials credentials) {
    this(bucket, TestBed.storeEndpoint(), more, credentials);
  }

  /** The store does not answer; Kafka does. */
  static RunningIngest withoutAStore() {
    return new RunningIngest(
        "without-a-store", "http://127.0.0.1:1", Map.of(), InsecureChannelCredentials.create());
  }

  private RunningIngest(
      String bucket, String store, Map<String, Object> more, ChannelCredentials credentials) {
    TestBed.blobs(bucket);
    TestBed.blobs("camera");
    context =
        ApplicationContext.builder()
            .properties(
                Map.of(
                    "micronaut.server.port",
                    0,
                    "graft.grpc.port",
                    0,
                    "graft.kafka.bootstrap-servers",
                    TestBed.bootstrapServers(),
                    "graft.store.endpoint",
                    store,
                    "graft.store.bucket",
                    bucket,
                    "graft.store.readable-buckets",
                    "camera",
                    "graft.ingest.max-weights-bytes",
                    MAX_WEIGHTS,
                    "graft.ingest.missing-object-patience",
                    "1s",
                    "graft.instance.id",
                    bucket,
                    "graft.instance.state-dir",
                    TestBed.folder("ingest").toString()))
            .properties(Map.of("graft.erasure.look-every", "300ms"))
            .properties(more)
            .start();
    http = context.getBean(EmbeddedServer.class).start();
    context.getBeansOfType(Runs.class).forEach(Runs::start);
    channel =
        NettyChannelBuilder.forAddress(
                "127.0.0.1", context.getBean(GrpcServerShell.class).port(), credentials)
            .build();
  }

  URI at(String path) {
    return http.getURI().resolve(path);
  }

  IngestServiceGrpc.IngestServiceBlockingStub grpc() {
    return IngestServiceGrpc.newBlockingStub(channel);
  }

  IngestServiceGrpc.IngestServiceStub grpcLater() {
    return IngestServiceGrpc.newStub(channel);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    context.getBeansOfType(Runs.class).forEach(Runs::close);
    context.close();
  }
}
