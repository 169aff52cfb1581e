package dev.graft.deploy.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.graft.deploy.Failure;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentProxyTest {
  private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);

  @Test
  void takesTheProxyOfTheScheme() {
    var environment = Map.of("https_proxy", "http://proxy:3128", "HTTP_PROXY", "other:8080");
    assertEquals(through("proxy", 3128), select(environment, "https://hub/file"));
    assertEquals(through("other", 8080), select(environment, "http://hub/file"));
    assertEquals(DIRECT, select(Map.of("https_proxy", " "), "https://hub/file"));
    assertEquals(DIRECT, select(Map.of(), "https://hub/file"));
  }

  @Test
  void leavesOutWhatIsExcepted() {
    var environment = Map.of("https_proxy", "proxy:1", "no_proxy", "near, .inside.example,*.far");
    assertEquals(DIRECT, select(environment, "https://near/file"));
    assertEquals(DIRECT, select(environment, "https://hub.inside.example/file"));
    assertEquals(DIRECT, select(environment, "https://a.far/file"));
    assertEquals(through("proxy", 1), select(environment, "https://nearby/file"));
    assertEquals(
        DIRECT, select(Map.of("https_proxy", "proxy:1", "NO_PROXY", "*"), "https://hub/file"));
  }

  @Test
  void neverSendsWhatIsForThisMachineElsewhere() {
    var environment = Map.of("http_proxy", "proxy:1");
    assertEquals(DIRECT, select(environment, "http://127.0.0.1:80/file"));
    assertEquals(DIRECT, select(environment, "http://localhost/file"));
  }

  @Test
  void saysWhatAProxyIs() {
    assertEquals(
        "a proxy is HOST:PORT or http://HOST:PORT, not http://proxy",
        assertThrows(
                Failure.class,
                () -> select(Map.of("https_proxy", "http://proxy"), "https://hub/file"))
            .getMessage());
  }

  private static List<Proxy> select(Map<String, String> environment, String uri) {
    return new EnvironmentProxy(environment).select(URI.create(uri));
  }

  private static List<Proxy> through(String host, int port) {
    return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port)));
  }
}
