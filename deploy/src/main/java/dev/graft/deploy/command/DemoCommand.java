package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.deploy.demo.DemoOptions;
import dev.graft.deploy.demo.DemoRun;
import dev.graft.deploy.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells the whole story. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Runs the whole story in a few minutes, with real events, and checks it.")
public final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--images",
      paramLabel = "DIR",
      description =
          "Your own pictures: train/CLASS/ and test/CLASS/. Default: pictures that the demo draws.")
  private @Nullable Path images;

  @Option(names = "--backbone", defaultValue = "mini", description = "Default: ${DEFAULT-VALUE}.")
  private String backbone = "";

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "The backbone's weights as safetensors; mini brings its own.")
  private @Nullable Path weights;

  @Option(names = "--report", paramLabel = "FILE", description = "Write what was found as JSON.")
  private @Nullable Path report;

  @Option(
      names = "--single-labels",
      defaultValue = "110",
      description = "How many labels come one at a time, at the end. Default: ${DEFAULT-VALUE}.")
  private int singleLabels;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Requests a second of the client that keeps asking. Default: 10 for mini, else 4.")
  private @Nullable Double rate;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description =
          "Folder to run in, which then stays. Default: one of its own, deleted at the end.")
  private @Nullable Path home;

  @Override
  public Integer call() {
    check();
    double pace = rate != null ? rate : backbone.equals("mini") ? 10 : 4;
    var options = new DemoOptions(images, backbone, weights, singleLabels, pace);
    var folder = home != null ? home : ownFolder();
    boolean good = new DemoRun(options, new Home(folder)).run(report);
    if (home == null && good) {
      delete(folder);
    } else {
      System.out.println("logs and data: " + folder);
    }
    return good ? 0 : 1;
  }

  private void check() {
    if (images != null && !Files.isDirectory(images)) {
      throw new Failure("there is no folder " + images);
    }
    if (weights != null && !Files.isRegularFile(weights)) {
      throw new Failure("there is no file " + weights);
    }
  }

  /** Below the build's own folder: never on a tmpfs, which may lack what the store needs. */
  private static Path ownFolder() {
    var root = Path.of(System.getProperty("graft.root", "."));
    return root.resolve("deploy/target/demo")
        .resolve(String.valueOf(Instant.now().getEpochSecond()));
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      System.err.println("could not delete " + folder + ": " + e);
    }
  }
}
