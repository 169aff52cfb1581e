package dev.graft.bench.system;

import dev.graft.deploy.Failure;
import dev.graft.deploy.supervise.Installation;
import dev.graft.deploy.supervise.NativeLibraries;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process of the benchmark's own, with the same surroundings as the services have: a bare loop, a
 * load generator, or Python's side of a comparison. It reads one request a line, and answers each
 * with one line that begins with {@code = }; what else it prints is passed on.
 */
public final class SideProcess implements AutoCloseable {
  private static final Map<String, String> SURROUNDINGS =
      Map.of(
          "OMP_WAIT_POLICY", "PASSIVE",
          "MALLOC_MMAP_THRESHOLD_", "1073741824",
          "MALLOC_TRIM_THRESHOLD_", "4294967296",
          "MALLOC_TOP_PAD_", "67108864",
          "MALLOC_ARENA_MAX", "1",
          "NVIDIA_TF32_OVERRIDE", "0");

  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;

  private SideProcess(Process process) {
    this.process = process;
    this.requests = process.outputWriter();
    this.answers = process.inputReader();
  }

  /** Starts {@code mainClass} on our class path. */
  public static SideProcess start(
      Class<?> mainClass, List<String> jvmOptions, List<String> arguments) {
    var command = new ArrayList<>(Installation.java());
    command.addAll(jvmOptions);
    command.add("-Dgraft.root=" + Installation.ofThisProcess().root());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
    command.addAll(arguments);
    return start(command);
  }

  /** Starts any program that answers in the same way, in the same surroundings. */
  public static SideProcess start(List<String> command) {
    return start(command, Map.of());
  }

  private static SideProcess start(List<String> command, Map<String, String> more) {
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(SURROUNDINGS);
    builder.environment().putAll(more);
    builder.environment().put("DJL_CACHE_DIR", NativeLibraries.folder().toString());
    try {
      return new SideProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts any program that speaks the same way, on one thread of whatever BLAS it has. */
  public static SideProcess startProgram(List<String> command) {
    return start(
        command,
        Map.of("OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1", "MKL_NUM_THREADS", "1"));
  }

  /** An answer that is an array's text. */
  public static double[] numbers(String answer) {
    return Arrays.stream(answer.substring(1, answer.length() - 1).split(", "))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  /** What it answers before it is asked anything; empty where it ended instead. */
  public Optional<String> greeting() {
    try {
      var line = answers.readLine();
      return line == null ? Optional.empty() : Optional.of(line.replaceFirst("^= ", ""));
    } catch (IOException e) {
      throw new Failure("the process beside the benchmark is gone: " + e, e);
    }
  }

  public long pid() {
    return process.pid();
  }

  /** Sends one line and waits for the answer's line, which comes without its mark. */
  public String ask(String request) {
    try {
      requests.write(request);
      requests.newLine();
      requests.flush();
      for (var line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith("= ")) {
          return line.substring(2);
        }
        System.err.println(line);
      }
    } catch (IOException e) {
      throw new Failure("the process beside the benchmark is gone: " + e, e);
    }
    throw new Failure("the process beside the benchmark ended before it answered " + request);
  }

  /** Its standard input ends, and so does it. */
  @Override
  public void close() {
    try {
      requests.close();
    } catch (IOException gone) {
      System.err.println("the process beside the benchmark was gone already: " + gone);
    }
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
