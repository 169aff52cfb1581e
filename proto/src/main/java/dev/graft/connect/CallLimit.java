package dev.graft.connect;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * At most so many calls of some methods at a time. One more is refused with RESOURCE_EXHAUSTED when
 * its headers arrive: its message is not asked for, so that no more of it is held than HTTP/2's
 * window.
 */
public final class CallLimit implements ServerInterceptor {
  private final int most;
  private final String what;
  private final Set<String> methods;
  private final AtomicInteger running = new AtomicInteger();

  private CallLimit(int most, String what, Set<String> methods) {
    this.most = most;
    this.what = what;
    this.methods = methods;
  }

  /**
   * A limit that these methods share; it lets all others pass.
   *
   * @param what they are called in the refusal, such as "uploads"
   */
  public static CallLimit of(int most, String what, MethodDescriptor<?, ?>... methods) {
    return new CallLimit(
        most,
        what,
        Stream.of(methods)
            .map(MethodDescriptor::getFullMethodName)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Calls that run now. */
  int running() {
    return running.get();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!methods.contains(call.getMethodDescriptor().getFullMethodName())) {
      return next.startCall(call, headers);
    }
    if (running.incrementAndGet() > most) {
      running.decrementAndGet();
      return refuse(call);
    }
    try {
      return new Counted<>(next.startCall(call, headers));
    } catch (RuntimeException | Error broken) {
      running.decrementAndGet();
      throw broken;
    }
  }

  private <Q> ServerCall.Listener<Q> refuse(ServerCall<Q, ?> call) {
    var why = "%d %s run already; try again later".formatted(most, what);
    call.close(Status.RESOURCE_EXHAUSTED.withDescription(why), new Metadata());
    return new ServerCall.Listener<>() {};
  }

  /** gRPC tells every call's end, as one of two events. */
  private final class Counted<Q> extends SimpleForwardingServerCallListener<Q> {
    private final AtomicBoolean ended = new AtomicBoolean();

    Counted(ServerCall.Listener<Q> listener) {
      super(listener);
    }

    @Override
    public void onComplete() {
      end();
      super.onComplete();
    }

    @Override
    public void onCancel() {
      end();
      super.onCancel();
    }

    private void end() {
      if (!ended.getAndSet(true)) {
        running.decrementAndGet();
      }
    }
  }
}
