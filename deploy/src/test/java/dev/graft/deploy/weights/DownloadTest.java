package dev.graft.deploy.weights;

import static dev.graft.deploy.weights.Hub.answers;
import static dev.graft.deploy.weights.Hub.breaksAfter;
import static dev.graft.deploy.weights.Hub.fallsSilentAfter;
import static dev.graft.deploy.weights.Hub.redirectsTo;
import static dev.graft.deploy.weights.Hub.showsAPage;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.deploy.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a real server on the loopback, with all that goes wrong between here and a hub. */
class DownloadTest {
  private static final Patience SHORT =
      new Patience(Duration.ofMillis(500), Duration.ofMillis(500), 3, Duration.ofMillis(1));

  /** Far beyond all of SHORT, and far below what a hang takes. */
  private static final Duration NO_HANG = Duration.ofSeconds(30);

  private static final byte[] FILE = random(1, 100_000);
  private static final byte[] OTHER = random(2, 90_000);

  private static final ProxySelector DIRECT = new EnvironmentProxy(Map.of());

  @TempDir private Path folder;
  private Hub hub;
  private Path target;

  @BeforeEach
  void open() {
    hub = new Hub(FILE, "\"one\"");
    target = folder.resolve("weights");
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void fetchesAFileAndSaysHowFarItIs() throws Exception {
    var heard = new ArrayList<Long>();
    new Download(
            SHORT,
            (bytes, total) -> {
              assertEquals(FILE.length, total);
              heard.add(bytes);
            },
            DIRECT)
        .fetch(hub.address(), target, "");
    assertHas(FILE);
    assertEquals(FILE.length, heard.get(heard.size() - 1));
    assertEquals(List.of(target), filesHere());
  }

  @Test
  void goesOnWhereATransferBroke() throws Exception {
    hub.next(breaksAfter(1000), breaksAfter(500));
    fetch();
    assertHas(FILE);
    assertEquals(List.of("", "bytes=1000-", "bytes=1500-"), hub.ranges());
  }

  @Test
  void goesOnWhereATransferFellSilent() throws Exception {
    hub.next(fallsSilentAfter(1000));
    assertTimeoutPreemptively(NO_HANG, this::fetch);
    assertHas(FILE);
    assertEquals(List.of("", "bytes=1000-"), hub.ranges());
  }

  @Test
  void givesUpWhenNothingNewComesAndGoesOnInTheNextRun() throws Exception {
    hub.next(breaksAfter(1000), breaksAfter(0), breaksAfter(0));
    var failure = assertThrows(Failure.class, this::fetch);
    assertTrue(failure.getMessage().contains("stopped 3 times in a row"), failure.getMessage());
    assertTrue(failure.getMessage().contains("1,000 bytes are kept"), failure.getMessage());
    fetch();
    assertHas(FILE);
    assertEquals(List.of("", "bytes=1000-", "bytes=1000-", "bytes=1000-"), hub.ranges());
  }

  @Test
  void beginsAnewIfTheFileHasChangedMeanwhile() throws Exception {
    hub.next(
        breaksAfter(1000),
        (same, exchange) -> {
          same.has(OTHER, "\"two\"");
          same.send(exchange, Integer.MAX_VALUE);
        });
    fetch();
    assertHas(OTHER);
  }

  @Test
  void beginsAnewIfTheServerNamesNoVersion() throws Exception {
    hub.has(FILE, null);
    hub.next(breaksAfter(1000));
    fetch();
    assertHas(FILE);
    assertEquals(List.of("", ""), hub.ranges());
  }

  @Test
  void neverTrustsAWeakVersion() throws Exception {
    hub.has(FILE, "W/\"about one\"");
    hub.next(breaksAfter(1000));
    fetch();
    assertHas(FILE);
    assertEquals(List.of("", ""), hub.ranges());
  }

  @Test
  void takesAFileThatIsWholeAlready() throws Exception {
    var part = new PartFile(target);
    part.begin("\"one\"");
    Files.write(part.path(), FILE);
    fetch();
    assertHas(FILE);
    assertEquals(List.of("bytes=100000-"), hub.ranges());
  }

  @Test
  void followsToWhereTheBytesAreAndGoesOnThere() throws Exception {
    try (var storage = new Hub(FILE, "\"one\"")) {
      storage.next(breaksAfter(1000));
      hub.next(redirectsTo(storage.address() + "/blob"), redirectsTo(storage.address() + "/blob"));
      fetch();
      assertHas(FILE);
      assertEquals(List.of("", "bytes=1000-"), storage.ranges());
    }
  }

  @Test
  void triesAgainWhenTheServerIsInTrouble() throws Exception {
    hub.next(answers(503), answers(429));
    fetch();
    assertHas(FILE);
  }

  @Test
  void saysAtOnceThatThereIsNothing() throws Exception {
    hub.next(answers(404));
    assertEquals("there is nothing at " + hub.address(), failure(hub.address()));
    assertEquals(1, hub.ranges().size());
    hub.next(answers(403));
    assertEquals(
        hub.address() + " is not for everybody: the answer is 403", failure(hub.address()));
    assertEquals(List.of(), filesHere());
  }

  @Test
  void takesNoPageForAFile() throws Exception {
    hub.next(showsAPage());
    assertTrue(failure(hub.address()).contains("answers with a page"));
    assertEquals(List.of(), filesHere());
  }

  @Test
  void saysAtOnceThatNobodyIsThere() throws Exception {
    int port;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    var refused = failure("http://127.0.0.1:" + port);
    assertTrue(refused.startsWith("127.0.0.1:" + port + " can't be reached: "), refused);
  }

  @Test
  void saysAtOnceThatAHostIsNotKnown() {
    assertEquals(
        "no-such-hub.invalid can't be found (is this machine offline?)",
        failure("http://no-such-hub.invalid/file"));
  }

  /** It takes connections, and that is all. */
  @Test
  void doesNotWaitForAServerThatNeverAnswers() throws Exception {
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var host = "127.0.0.1:" + silent.getLocalPort();
      var message = failure("http://" + host);
      assertTrue(message.startsWith(host + " does not answer in time"), message);
    }
  }

  /** It asks nobody here for the hub's name: the proxy knows. */
  @Test
  void goesThroughAProxy() throws Exception {
    var proxies = new EnvironmentProxy(Map.of("http_proxy", hub.address()));
    hub.next(breaksAfter(1000));
    new Download(SHORT, (bytes, total) -> {}, proxies).fetch("http://hub.invalid/file", target, "");
    assertHas(FILE);
    assertEquals(List.of("", "bytes=1000-"), hub.ranges());
  }

  @Test
  void refusesWhatIsNoAddress() {
    assertEquals(
        "ftp://somewhere/file is no http:// or https:// address", failure("ftp://somewhere/file"));
  }

  private void fetch() {
    new Download(SHORT, (bytes, total) -> {}, DIRECT).fetch(hub.address(), target, "");
  }

  private String failure(String url) {
    return assertTimeoutPreemptively(
        NO_HANG,
        () -> {
          var download = new Download(SHORT, (bytes, total) -> {}, DIRECT);
          return assertThrows(Failure.class, () -> download.fetch(url, target, "")).getMessage();
        });
  }

  private void assertHas(byte[] expected) throws IOException {
    assertArrayEquals(expected, Files.readAllBytes(target));
  }

  private List<Path> filesHere() throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static byte[] random(long seed, int length) {
    var bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
