package dev.graft.deploy.weights;

import dev.graft.deploy.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Fetches one file over HTTP. What has come is kept, and continued in the next try or the next run,
 * as long as the server still has the same version (RFC 9110, range requests with If-Range).
 */
final class Download {
  private static final long LARGEST = 4L << 30;

  private final Patience patience;
  private final Progress progress;
  private final OkHttpClient client;
  private boolean answered;

  Download(Patience patience, Progress progress, ProxySelector proxies) {
    this.patience = patience;
    this.progress = progress;
    this.client =
        new OkHttpClient.Builder()
            .connectTimeout(patience.connect())
            .readTimeout(patience.silence())
            .writeTimeout(patience.silence())
            .dns(this::addresses)
            .proxySelector(proxies)
            .build();
  }

  /**
   * Fetches what is behind a URL.
   *
   * @param otherwise what to say to somebody whom nobody answers
   * @throws Failure at once if nobody answers, or if the answer is that there is nothing; after
   *     several tries if the transfer breaks time and again
   */
  void fetch(String url, Path target, String otherwise) {
    if (HttpUrl.parse(url) == null) {
      throw new Failure(url + " is no http:// or https:// address");
    }
    var part = new PartFile(target);
    for (int failures = 0; ; ) {
      long before = part.size();
      try {
        attempt(url, part);
        part.complete();
        return;
      } catch (IOException e) {
        if (!answered) {
          throw new Failure(whyNobodyAnswers(url, e) + otherwise, e);
        }
        failures = part.size() > before ? 1 : failures + 1;
        if (failures >= patience.tries()) {
          throw new Failure(whyItEnds(url, part, e), e);
        }
        pause(failures);
      }
    }
  }

  private void attempt(String url, PartFile part) throws IOException {
    long have = part.size();
    var request =
        new Request.Builder()
            .url(url)
            .header("User-Agent", "graft")
            .header("Accept-Encoding", "identity");
    if (have > 0 && !part.version().isEmpty()) {
      request.header("Range", "bytes=" + have + "-").header("If-Range", part.version());
    }
    try (Response response = client.newCall(request.build()).execute()) {
      answered = true;
      String range = String.valueOf(response.header("Content-Range"));
      switch (response.code()) {
        case 200 -> {
          refusePages(url, response);
          part.begin(version(response));
          append(response, part, 0);
        }
        case 206 -> {
          if (!range.startsWith("bytes " + have + "-")) {
            part.begin("");
            throw new IOException("another part came than was asked for: " + range);
          }
          append(response, part, have);
        }
        case 416 -> {
          if (!range.equals("bytes */" + have)) { // else it was whole already
            part.begin("");
            throw new IOException("what is here is longer than the file");
          }
        }
        case 408, 429, 500, 502, 503, 504 ->
            throw new IOException("the answer is " + response.code());
        case 404, 410 -> throw new Failure("there is nothing at " + url);
        case 401, 403 ->
            throw new Failure(url + " is not for everybody: the answer is " + response.code());
        default -> throw new Failure(url + " answers " + response.code());
      }
    }
  }

  /** Before somebody's login page is taken for weights. */
  private static void refusePages(String url, Response response) {
    if (String.valueOf(response.header("Content-Type")).startsWith("text/html")) {
      throw new Failure(
          url + " answers with a page and not with a file; is there a proxy that wants a login?");
    }
  }

  /** A strong validator, or none. */
  private static String version(Response response) {
    String tag = response.header("ETag");
    return tag == null || tag.startsWith("W/") ? "" : tag;
  }

  private void append(Response response, PartFile part, long from) throws IOException {
    long length = response.body().contentLength();
    long total = length < 0 ? -1 : from + length;
    if (total > LARGEST) {
      throw new Failure("the file has %,d bytes, more than weights have".formatted(total));
    }
    long at = from;
    var buffer = new byte[1 << 16];
    try (InputStream in = response.body().byteStream();
        OutputStream out = part.appending()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        write(out, buffer, read, part);
        at += read;
        if (at > LARGEST) {
          throw new Failure("the file is longer than weights are");
        }
        progress.at(at, total);
      }
    }
  }

  private static void write(OutputStream out, byte[] bytes, int count, PartFile part) {
    try {
      out.write(bytes, 0, count);
    } catch (IOException e) {
      throw new Failure("can't write " + part.path() + ": " + e.getMessage(), e);
    }
  }

  private void pause(int failures) {
    try {
      TimeUnit.MILLISECONDS.sleep(patience.pauseAfter(failures).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  /** A resolver without a network may think for a minute, and nothing else can interrupt it. */
  private List<InetAddress> addresses(String host) throws UnknownHostException {
    var found =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return List.of(InetAddress.getAllByName(host));
              } catch (UnknownHostException e) {
                return List.<InetAddress>of();
              }
            },
            lookup -> {
              var thread = new Thread(lookup, "look up " + host);
              thread.setDaemon(true);
              thread.start();
            });
    try {
      var addresses = found.get(patience.connect().toMillis(), TimeUnit.MILLISECONDS);
      if (!addresses.isEmpty()) {
        return addresses;
      }
    } catch (TimeoutException | ExecutionException e) {
      throw (UnknownHostException) new UnknownHostException(host).initCause(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new UnknownHostException(host);
  }

  private String whyNobodyAnswers(String url, IOException e) {
    String host = URI.create(url).getAuthority();
    if (e instanceof UnknownHostException) {
      return host + " can't be found (is this machine offline?)";
    }
    if (e instanceof ConnectException) {
      return host + " can't be reached: " + e.getMessage();
    }
    if (e instanceof SocketTimeoutException) {
      return "%s does not answer in time (%s)".formatted(host, e.getMessage());
    }
    if (e instanceof SSLException) {
      return "no secure way to " + host + ": " + e.getMessage();
    }
    return host + " does not answer: " + e;
  }

  private String whyItEnds(String url, PartFile part, IOException e) {
    return "%s stopped %d times in a row: %s. %,d bytes are kept; the same command goes on from there"
        .formatted(url, patience.tries(), e.getMessage(), part.size());
  }
}
