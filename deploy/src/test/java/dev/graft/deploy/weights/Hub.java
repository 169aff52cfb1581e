package dev.graft.deploy.weights;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A web server on the loopback with one file, ranges, and whatever may go wrong. */
final class Hub implements AutoCloseable {
  /** What happens to a request, instead of its answer. */
  interface Mishap {
    void happen(Hub hub, HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Deque<Mishap> mishaps = new ArrayDeque<>();
  private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
  private volatile byte[] file;
  private volatile @Nullable String tag;

  Hub(byte[] file, @Nullable String tag) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.file = file;
    this.tag = tag;
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void has(byte[] otherFile, @Nullable String otherTag) {
    file = otherFile;
    tag = otherTag;
  }

  /** For the next requests, one each. */
  synchronized void next(Mishap... these) {
    mishaps.addAll(Arrays.asList(these));
  }

  /** The Range of every request so far; empty for one without. */
  List<String> ranges() {
    return List.copyOf(ranges);
  }

  private synchronized @Nullable Mishap mishap() {
    return mishaps.poll();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(range == null ? "" : range);
    Mishap mishap = mishap();
    if (mishap == null) {
      send(exchange, Integer.MAX_VALUE);
    } else {
      mishap.happen(this, exchange);
    }
  }

  /** As RFC 9110 wants it, but cut off after some bytes. */
  void send(HttpExchange exchange, int most) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String condition = exchange.getRequestHeaders().getFirst("If-Range");
    if (tag != null) {
      exchange.getResponseHeaders().set("ETag", tag);
    }
    int from = 0;
    if (range != null && String.valueOf(condition).equals(tag)) {
      from = Integer.parseInt(range.replaceAll("\\D", ""));
      if (from >= file.length) {
        exchange.getResponseHeaders().set("Content-Range", "bytes */" + file.length);
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, file.length - 1, file.length));
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, file.length - from);
    exchange.getResponseBody().write(file, from, Math.min(most, file.length - from));
    exchange.getResponseBody().flush();
  }

  /** The connection ends after some bytes. */
  static Mishap breaksAfter(int bytes) {
    return (hub, exchange) -> {
      hub.send(exchange, bytes);
      exchange.close();
    };
  }

  /** After some bytes nothing comes any more. */
  static Mishap fallsSilentAfter(int bytes) {
    return (hub, exchange) -> {
      hub.send(exchange, bytes);
      hub.waitUntilClosing();
      exchange.close();
    };
  }

  static Mishap answers(int status) {
    return (hub, exchange) -> exchange.sendResponseHeaders(status, -1);
  }

  static Mishap showsAPage() {
    return (hub, exchange) -> {
      var page = "<html>log in</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
      exchange.close();
    };
  }

  static Mishap redirectsTo(String address) {
    return (hub, exchange) -> {
      exchange.getResponseHeaders().set("Location", address);
      exchange.sendResponseHeaders(302, -1);
    };
  }

  private void waitUntilClosing() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
