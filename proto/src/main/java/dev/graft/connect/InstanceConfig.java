package dev.graft.connect;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/**
 * Which replica this is.
 *
 * @param id stable over restarts, unique among the replicas of a service; default: the host's name
 * @param stateDir where this replica keeps what it can rebuild
 */
@ConfigurationProperties("graft.instance")
public record InstanceConfig(
    @Nullable String id, @Bindable(defaultValue = ".graft/state") Path stateDir) {
  public InstanceConfig {
    id = id == null || id.isBlank() ? hostname() : id;
  }

  private static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
