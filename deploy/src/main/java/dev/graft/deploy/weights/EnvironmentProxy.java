package dev.graft.deploy.weights;

import dev.graft.deploy.Failure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way out that {@code https_proxy}, {@code http_proxy} and {@code no_proxy} name, as other
 * programs take it; Java by itself only knows properties of its own, which count where these are
 * silent.
 */
final class EnvironmentProxy extends ProxySelector {
  private final Map<String, String> environment;

  EnvironmentProxy(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public List<Proxy> select(URI uri) {
    var named = variable(uri.getScheme() + "_proxy");
    if (named == null || isLocal(uri.getHost()) || isExcepted(uri.getHost())) {
      var usual = ProxySelector.getDefault();
      return usual == null ? List.of(Proxy.NO_PROXY) : usual.select(uri);
    }
    return List.of(new Proxy(Proxy.Type.HTTP, address(named)));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // There is one way only, and whoever asked hears of it.
  }

  private static InetSocketAddress address(String named) {
    var proxy = URI.create(named.contains("://") ? named : "http://" + named);
    if (proxy.getHost() == null || proxy.getPort() < 0) {
      throw new Failure("a proxy is HOST:PORT or http://HOST:PORT, not " + named);
    }
    return InetSocketAddress.createUnresolved(proxy.getHost(), proxy.getPort());
  }

  private @Nullable String variable(String name) {
    return Stream.of(name, name.toUpperCase(java.util.Locale.ROOT))
        .map(environment::get)
        .filter(value -> value != null && !value.isBlank())
        .findFirst()
        .orElse(null);
  }

  private static boolean isLocal(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  /** By name, or by the end of a name. */
  private boolean isExcepted(String host) {
    var exceptions = variable("no_proxy");
    return exceptions != null
        && Stream.of(exceptions.split(","))
            .map(exception -> exception.strip().replaceFirst("^\\*?\\.", ""))
            .anyMatch(
                exception ->
                    exception.equals("*")
                        || host.equals(exception)
                        || (!exception.isEmpty() && host.endsWith("." + exception)));
  }
}
