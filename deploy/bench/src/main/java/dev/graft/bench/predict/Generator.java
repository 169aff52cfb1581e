package dev.graft.bench.predict;

import dev.graft.bench.system.ProcessorTime;
import dev.graft.bench.system.SideProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The load generator, in its process. */
public final class Generator implements AutoCloseable {
  private final SideProcess process;

  private Generator(List<String> arguments) {
    process = SideProcess.start(LoadMain.class, List.of("-Xmx256m", "-XX:+UseSerialGC"), arguments);
  }

  /** Asks this address with so many of these pictures in turn. */
  public Generator(String address, String task, Path images, int pictures) {
    this(List.of(address, task, images.toString(), String.valueOf(pictures)));
  }

  /** Asks this address with so many drawn embeddings in turn. */
  public static Generator ofEmbeddings(
      String address, String task, String space, int width, int embeddings) {
    return new Generator(
        List.of(address, task, space, String.valueOf(embeddings), String.valueOf(width)));
  }

  Tally closed(int clients, Duration span) {
    return Tally.of(process.ask("closed " + clients + " " + span.toMillis()));
  }

  Tally open(double rate, Duration span) {
    return Tally.of(process.ask("open " + rate + " " + span.toMillis()));
  }

  /** Milliseconds of so many calls, one after the other, from one picture on. */
  double[] oneAfterTheOther(int from, int count) {
    return SideProcess.numbers(process.ask("alone " + from + " " + count));
  }

  /** Processor time so far. */
  public Duration used() {
    return ProcessorTime.of(process.pid());
  }

  /** What one window showed, for other benchmarks. */
  public Window window(double rate, Duration span) {
    return new Window(open(rate, span));
  }

  /** Answers per second with so many clients that ask again and again. */
  public double capacity(int clients, Duration span) {
    return closed(clients, span).goodput();
  }

  @Override
  public void close() {
    process.close();
  }
}
