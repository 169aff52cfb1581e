package dev.graft.deploy.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.deploy.supervise.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * deploy/examples/node as a newcomer has it: copied to a folder as deep as its own, installed from
 * the lock file, with stubs generated from our .proto files.
 */
final class NodeExample {
  private static final Path SOURCE =
      Installation.ofThisProcess().root().resolve("deploy/examples/node");
  private static final int NODE_AT_LEAST = 20;
  private static final Pattern NO_NETWORK =
      Pattern.compile("ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH");

  private final Path folder = Path.of("target", "node").toAbsolutePath();

  /** What a finished script left. */
  record Result(int exitCode, String out, String err) {}

  /**
   * Skips the test, saying why, where there is no Node or no registry; fails if it is our fault.
   */
  NodeExample() throws IOException, InterruptedException {
    needNode();
    copy();
    var installed = run("npm", "ci", "--prefer-offline", "--loglevel=error");
    if (installed.exitCode() != 0 && NO_NETWORK.matcher(installed.err()).find()) {
      skip("the npm registry can't be reached: " + installed.err());
    }
    assertEquals(0, installed.exitCode(), installed.err());
    var generated = run("npm", "run", "generate");
    assertEquals(0, generated.exitCode(), generated.err());
  }

  Result node(String script, List<String> arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("node", script));
    command.addAll(arguments);
    return run(command.toArray(String[]::new));
  }

  Path folder() {
    return folder;
  }

  private void needNode() throws InterruptedException {
    try {
      var version = run(Path.of("."), "node", "--version").out().strip();
      run(Path.of("."), "npm", "--version");
      if (Integer.parseInt(version.replaceAll("^v(\\d+)\\..*", "$1")) < NODE_AT_LEAST) {
        skip("Node " + NODE_AT_LEAST + " or newer is needed, this is " + version);
      }
    } catch (IOException e) {
      skip("node and npm are not on the PATH: " + e.getMessage());
    }
  }

  private static void skip(String why) {
    System.err.println("SKIPPED: the walk-through in Node was not tested, " + why);
    Assumptions.abort(why);
  }

  private void copy() throws IOException {
    Files.createDirectories(folder);
    try (var files = Files.list(SOURCE)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.write(folder.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
  }

  private Result run(String... command) throws IOException, InterruptedException {
    return run(folder, command);
  }

  /** What it says goes through files, so that a full pipe can't stop it. */
  private static Result run(Path where, String... command)
      throws IOException, InterruptedException {
    var out = Files.createTempFile(Path.of("target"), "node", ".out");
    var err = Files.createTempFile(Path.of("target"), "node", ".err");
    try {
      var process =
          new ProcessBuilder(command)
              .directory(where.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      assertTrue(process.waitFor(3, TimeUnit.MINUTES), () -> "hangs: " + List.of(command));
      return new Result(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
