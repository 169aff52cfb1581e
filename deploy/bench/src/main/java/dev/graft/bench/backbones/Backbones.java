package dev.graft.bench.backbones;

import dev.graft.bench.report.Report;
import dev.graft.bench.system.SideProcess;
import dev.graft.deploy.Failure;
import dev.graft.deploy.supervise.Installation;
import dev.graft.vision.backbone.Architectures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast forward passes are, against PyTorch eager where there is a Python that has it. */
@Command(
    name = "backbones",
    mixinStandardHelpOptions = true,
    description =
        "Measures forward passes of the networks against PyTorch eager's: processor time of one"
            + " thread, weights from chance, BatchNorm folded, each arm in the layout that suits it"
            + " better, by turns.")
public final class Backbones implements Runnable {
  private static final String MINI = "mini"; // nobody else has it

  /** Looks for the packages without loading them, which takes seconds. */
  private static final String FIND_TORCH =
      "from importlib.util import find_spec as f; exit(not (f('torch') and f('torchvision')))";

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "These networks. Default: all that torchvision has too.")
  private List<String> only = List.of();

  @Option(names = "--batches", split = ",", description = "Default: 1,8,32.")
  private List<Integer> batches = List.of(1, 8, 32);

  @Option(names = "--rounds", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "3")
  private int rounds;

  @Option(
      names = "--seconds",
      description = "Of each arm in a round; one pass at least. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0.5")
  private double seconds;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "A Python that has torch and torchvision. Default: ${DEFAULT-VALUE}.",
      defaultValue = "/usr/bin/python3")
  private Path python = Path.of("/usr/bin/python3");

  @Option(
      names = "--memory",
      paramLabel = "PASSES",
      description =
          "Instead: resident memory and native arrays over so many passes, one picture each.")
  private @Nullable Integer memory;

  @Option(
      names = "--device",
      paramLabel = "cuda:N",
      description =
          "Instead: how far this device's embeddings are from the processor's, TF32 off, how much"
              + " of the bare forward pass's speed is left with all copies, and what is left where"
              + " all cores prepare the pictures.")
  private @Nullable String device;

  @Override
  public void run() {
    var root = Installation.ofThisProcess().root();
    var report = Report.begin(System.out, root, "backbones" + arguments());
    try (var ours = ours(device == null ? "cpu" : device)) {
      if (memory != null) {
        new Levels(report, memory).of(ours, names());
      } else if (device != null) {
        new Elsewhere(report, batches).of(ours, names());
      } else {
        compare(report, ours, root.resolve("deploy/bench/python/eager.py"));
      }
    }
  }

  private String arguments() {
    return (only.isEmpty() ? "" : " --only " + String.join(",", only))
        + " --batches "
        + batches.stream().map(String::valueOf).collect(Collectors.joining(","))
        + (memory == null ? "" : " --memory " + memory)
        + (device == null ? "" : " --device " + device)
        + String.format(Locale.ROOT, " --rounds %d --seconds %s", rounds, seconds);
  }

  private List<String> names() {
    var all = Architectures.names();
    for (var name : only) {
      if (!all.contains(name)) {
        throw new Failure("there is no network %s; there are %s".formatted(name, all));
      }
    }
    return only.isEmpty() ? all.stream().filter(name -> !name.equals(MINI)).toList() : only;
  }

  /** A heap that holds one network's weights while they are made. */
  static SideProcess ours(String device) {
    var command = new ArrayList<>(Installation.java());
    boolean manyAtOnce = !device.equals("cpu"); // batches of prepared pictures on every core
    command.addAll(List.of(manyAtOnce ? "-Xmx4g" : "-Xmx1g", "-XX:+UseSerialGC"));
    command.add("-Dgraft.root=" + Installation.ofThisProcess().root());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(PassesMain.class.getName(), device));
    return SideProcess.start(command);
  }

  private void compare(Report report, SideProcess ours, Path script) {
    if (!hasTorch(python)) {
      report.line(
          "**NOT COMPARED: %s has no torch and torchvision; name one that has with --python.** Our times alone:"
              .formatted(python));
      new Table(report, batches).ofUsAlone(ours, names(), new Duel(seconds, rounds));
      return;
    }
    try (var theirs = SideProcess.startProgram(List.of(python.toString(), script.toString()))) {
      report.line("PyTorch eager: " + theirs.ask("about"));
      new Table(report, batches).of(ours, theirs, names(), new Duel(seconds, rounds));
    }
  }

  static boolean hasTorch(Path python) {
    if (!Files.isExecutable(python)) {
      return false;
    }
    try {
      return new ProcessBuilder(python.toString(), "-c", FIND_TORCH)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }
}
