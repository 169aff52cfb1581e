package dev.graft.connect;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.InetSocketAddress;

/**
 * The gRPC door.
 *
 * @param host name or number of the one address to listen on; empty: all of this machine
 * @param port 0 is any free one
 */
@ConfigurationProperties("graft.grpc")
public record GrpcConfig(
    @NotNull @Bindable(defaultValue = "") String host,
    @Min(0) @Max(65535) @Bindable(defaultValue = "0") int port) {
  /** Where to listen. */
  public InetSocketAddress address() {
    return host.isBlank() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }
}
