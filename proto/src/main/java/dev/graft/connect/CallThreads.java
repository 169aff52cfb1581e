package dev.graft.connect;

import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which thread a call runs on; see {@link PromptMethods}. */
final class CallThreads implements ServerCallExecutorSupplier, AutoCloseable {
  private final Set<String> prompt;
  private final ExecutorService pool;

  CallThreads(List<? extends BindableService> services) {
    var count = new AtomicInteger();
    prompt =
        services.stream()
            .filter(PromptMethods.class::isInstance)
            .flatMap(service -> ((PromptMethods) service).promptMethods().stream())
            .map(MethodDescriptor::getFullMethodName)
            .collect(Collectors.toUnmodifiableSet());
    pool =
        Executors.newCachedThreadPool(
            task -> {
              var thread = new Thread(task, "grpc-call-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Lets a server's calls run as said here; without prompt methods as gRPC has them run. */
  void apply(ServerBuilder<?> builder) {
    if (!prompt.isEmpty()) {
      builder.directExecutor().callExecutor(this);
    }
  }

  @Override
  public <Q, A> @Nullable Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
    return prompt.contains(call.getMethodDescriptor().getFullMethodName()) ? null : pool;
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
