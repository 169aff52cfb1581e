package dev.graft.deploy.endtoend;

import dev.graft.deploy.supervise.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command as a person runs it: a process of its own. */
final class Cli {
  /** What a finished command left. */
  record Result(int exitCode, String out) {}

  private Cli() {}

  static Result graft(String... arguments) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), out);
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
