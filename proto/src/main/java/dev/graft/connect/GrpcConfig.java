package dev.graft.connect;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * The gRPC door.
 *
 * @param port 0 is any free one
 */
@ConfigurationProperties("graft.grpc")
public record GrpcConfig(@Min(0) @Max(65535) @Bindable(defaultValue = "0") int port) {}
