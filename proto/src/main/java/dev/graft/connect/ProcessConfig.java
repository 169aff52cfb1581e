package dev.graft.connect;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How this process lives.
 *
 * @param supervised leave when standard input ends, since the supervisor is dead then
 */
@ConfigurationProperties("graft")
public record ProcessConfig(@Bindable(defaultValue = "false") boolean supervised) {}
