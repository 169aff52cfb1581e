package dev.graft.bench.predict;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Calls of Predict that cost the caller as little as can be: requests are bytes already, answers
 * are read and thrown away, everything happens on the connection's own threads.
 */
final class Calls implements AutoCloseable {
  private static final MethodDescriptor<byte[], byte[]> PREDICT =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("graft.v1.PredictionService/Predict")
          .setRequestMarshaller(new Raw())
          .setResponseMarshaller(new Raw())
          .build();

  private final ManagedChannel channel;

  Calls(String address) {
    channel =
        ManagedChannelBuilder.forTarget("dns:///" + address)
            .usePlaintext()
            .directExecutor()
            .build();
  }

  /** Never blocks; {@code ended} hears the status once. */
  void predict(byte[] request, Consumer<Status> ended) {
    Channel through = channel;
    var call =
        through.newCall(PREDICT, CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS));
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            ended.accept(status);
          }
        },
        new Metadata());
    call.request(1);
    call.sendMessage(request);
    call.halfClose();
  }

  private static final class Raw implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
