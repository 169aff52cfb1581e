package dev.graft.bench.backbones;

import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.Layout;
import dev.graft.vision.backbone.UntrainedBackbone;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.picture.Picture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Our arm's process: networks with weights from chance, BatchNorm folded, one thread. Requests:
 * {@code open NAME}; {@code pass LAYOUT BATCH COUNT} (answers processor seconds of this thread, of
 * one pass); {@code level COUNT} (answers resident MiB and native arrays a tenth of the passes in,
 * and at their end); {@code off BATCH} (answers by how much of the largest value this device's
 * embeddings differ from the processor's); {@code share BATCH COUNT} (answers pictures a second of
 * bare passes, of whole ones, copies included, one and two at a time, and of what all cores do when
 * each prepares pictures and runs their pass).
 */
public final class PassesMain {
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final Picture PHOTO = photo();

  private final Device device;
  private @Nullable UntrainedBackbone open;
  private String name = "";

  private PassesMain(Device device) {
    this.device = device;
  }

  public static void main(String[] arguments) throws Exception {
    VisionRuntime.configure(1);
    var passes = new PassesMain(VisionRuntime.device(arguments[0]));
    var requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = requests.readLine(); line != null; line = requests.readLine()) {
      System.out.println("= " + passes.answer(line.split(" ")));
    }
    passes.close();
    System.exit(0);
  }

  private String answer(String[] words) throws IOException {
    return switch (words[0]) {
      case "open" -> open(words[1]);
      case "pass" -> text(pass(Layout.valueOf(words[1]), number(words[2]), number(words[3])));
      case "level" -> level(number(words[1]));
      case "off" -> String.format(Locale.ROOT, "%.2e", off(number(words[1])));
      case "share" -> share(number(words[1]), number(words[2]));
      default -> throw new IllegalArgumentException("no such request: " + words[0]);
    };
  }

  private static int number(String word) {
    return Integer.parseInt(word);
  }

  private static String text(double number) {
    return String.format(Locale.ROOT, "%.6f", number);
  }

  private String open(String architecture) {
    close();
    name = architecture;
    open = UntrainedBackbone.of(Architectures.find(name).orElseThrow(), device);
    return "open";
  }

  private UntrainedBackbone network() {
    var network = open;
    if (network == null) {
      throw new IllegalStateException("open a network first");
    }
    return network;
  }

  private double pass(Layout layout, int batch, int count) {
    var threads = ManagementFactory.getThreadMXBean();
    var pictures = network().input(batch);
    long began = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < count; i++) {
      network().embed(pictures, layout);
    }
    return (threads.getCurrentThreadCpuTime() - began) / 1e9 / count;
  }

  private String level(int count) throws IOException {
    int settled = Math.max(1, count / 10);
    pass(Layout.CHANNELS_LAST, 1, settled);
    var before = "%.1f %d".formatted(residentMebibytes(), VisionRuntime.aliveArrays());
    pass(Layout.CHANNELS_LAST, 1, count - settled);
    return before + " %.1f %d".formatted(residentMebibytes(), VisionRuntime.aliveArrays());
  }

  private static double residentMebibytes() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst()
          .orElse(Double.NaN);
    }
  }

  private double off(int batch) {
    var here = network().embed(network().input(batch), Layout.PLAIN);
    List<float[]> there;
    try (var other = UntrainedBackbone.of(Architectures.find(name).orElseThrow(), Device.CPU)) {
      there = other.embed(other.input(batch), Layout.PLAIN);
    }
    double largest = 0;
    double off = 0;
    for (int i = 0; i < there.size(); i++) {
      for (int j = 0; j < there.get(i).length; j++) {
        largest = Math.max(largest, Math.abs(there.get(i)[j]));
        off = Math.max(off, Math.abs((double) there.get(i)[j] - here.get(i)[j]));
      }
    }
    return off / largest;
  }

  private String share(int batch, int count) {
    network().bareNanos(batch, 1);
    double bare = (double) batch * count * 1e9 / network().bareNanos(batch, count);
    var pictures = network().input(batch);
    Runnable embed = () -> network().embed(pictures, Layout.PLAIN);
    Runnable prepareToo = () -> network().embed(prepared(batch), Layout.PLAIN);
    return String.join(
        " ",
        text(bare),
        text(perSecond(1, batch, count, embed)),
        text(perSecond(2, batch, count, embed)),
        text(perSecond(CORES, batch, Math.max(2, count / 4), prepareToo)));
  }

  private static double perSecond(int threads, int batch, int count, Runnable pass) {
    return (double) threads * batch * count * 1e9 / SideBySide.nanos(threads, count, pass);
  }

  private List<float[]> prepared(int count) {
    return IntStream.range(0, count).mapToObj(i -> network().prepare(PHOTO)).toList();
  }

  /** Of a usual photograph's size; what it shows costs nothing. */
  private static Picture photo() {
    var samples = new byte[3 * 500 * 375];
    new Random(1).nextBytes(samples);
    return new Picture(500, 375, samples);
  }

  private void close() {
    if (open != null) {
      open.close();
    }
  }
}
