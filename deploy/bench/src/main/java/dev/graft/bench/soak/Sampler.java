package dev.graft.bench.soak;

import dev.graft.bench.system.BenchSystem;
import dev.graft.bench.system.ResidentMemory;
import dev.graft.deploy.home.Part;
import dev.graft.deploy.home.Port;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks at every process from outside: what the kernel says of it, and what it says of itself. */
final class Sampler {
  private static final Map<Part, Port> DOORS =
      Map.of(
          Part.INGEST, Port.INGEST_HTTP,
          Part.FEATURE, Port.FEATURE_HTTP,
          Part.TRAINER, Port.TRAINER_HTTP,
          Part.INFERENCE, Port.INFERENCE_HTTP);

  private final BenchSystem system;
  private final HttpClient http = HttpClient.newHttpClient();

  Sampler(BenchSystem system) {
    this.system = system;
  }

  /** One sample of each process. */
  List<Sample> look(double seconds) {
    List<Sample> samples = new ArrayList<>();
    for (var part : Part.values()) {
      long pid = system.pid(part);
      String metrics = DOORS.containsKey(part) ? metrics(DOORS.get(part)) : "";
      samples.add(
          new Sample(
              seconds,
              part.title(),
              ResidentMemory.kibibytes(pid),
              descriptors(pid),
              (long) sum(metrics, "graft_native_arrays"),
              (long) sum(metrics, "jvm_memory_used_bytes{area=\"heap\""),
              (long) sum(metrics, "jvm_gc_live_data_size_bytes")));
    }
    return samples;
  }

  private static int descriptors(long pid) {
    try (var open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return (int) open.count();
    } catch (IOException e) {
      throw new UncheckedIOException("a process is gone", e);
    }
  }

  private String metrics(Port door) {
    var url = "http://127.0.0.1:" + system.runFile().port(door) + "/prometheus";
    var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30)).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      System.err.println("bench: no metrics of " + door.title() + " this time: " + e);
      return ""; // the sample says of itself what it lacks
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The sum of the series whose line begins so; -1 if there is none. */
  static double sum(String metrics, String beginning) {
    double sum = 0;
    boolean found = false;
    for (var line : metrics.lines().toList()) {
      if (line.startsWith(beginning)) {
        sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
        found = true;
      }
    }
    return found ? sum : -1;
  }

  /** Bytes below a folder; files that go away meanwhile count nothing. */
  static long bytes(Path folder) {
    try (var files = Files.walk(folder)) {
      return files.mapToLong(Sampler::size).sum();
    } catch (IOException | UncheckedIOException e) {
      return -1;
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException gone) {
      return 0;
    }
  }
}
