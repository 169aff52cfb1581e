package dev.graft.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.graft.deploy.Graft;
import dev.graft.deploy.supervise.Installation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The command, in two ways: as a person runs it, for what starts, stops, streams or writes for
 * scripts; and without a process of its own, more than a second quicker, where only the answer is
 * looked at. The way from the words to the exit code is the same.
 */
final class Cli {
  /** What a finished command left. */
  record Result(int exitCode, String out) {}

  private Cli() {}

  /** As a person runs it: a process of its own. */
  static Result graft(String... arguments) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
    var out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Result(process.waitFor(), out);
  }

  /** The same words in this JVM. What it prints on either stream meanwhile counts as said by it. */
  static synchronized Result here(String... arguments) {
    var said = new ByteArrayOutputStream();
    var out = System.out;
    var err = System.err;
    try (var both = new PrintStream(said, true, UTF_8)) {
      System.setOut(both);
      System.setErr(both);
      int exitCode = Graft.commandLine().execute(arguments);
      return new Result(exitCode, said.toString(UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private static List<String> command(String... arguments) {
    var command = new ArrayList<>(Installation.java());
    command.add("-XX:TieredStopAtLevel=1");
    // The services' logging configurations lie on a test's class path too, and logback says so.
    command.add("-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener");
    command.add("-Dgraft.root=" + Installation.ofThisProcess().root());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.graft.deploy.Graft");
    command.addAll(Arrays.asList(arguments));
    return command;
  }
}
