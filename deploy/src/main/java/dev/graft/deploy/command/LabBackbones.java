package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.deploy.lab.Lab;
import dev.graft.deploy.lab.WeightsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which network is worth its time. */
@Command(
    name = "backbones",
    mixinStandardHelpOptions = true,
    description =
        "Fits a linear head on the embeddings of several networks: accuracy, time, and speed of each. Mini is always among them.")
final class LabBackbones implements Runnable {
  private static final String SHIPPED = "mini";

  @Mixin private LabMixin lab = new LabMixin();

  @Option(
      names = "--backbone",
      paramLabel = "NAME",
      description = "The network that a --weights FILE without a name belongs to.")
  private List<String> backbones = new ArrayList<>();

  @Option(
      names = "--weights",
      paramLabel = "NAME=FILE",
      description = "A network and its weights as safetensors. May be given many times.")
  private List<String> weights = new ArrayList<>();

  @Override
  public void run() {
    lab.run(options -> Lab.backbones(named(), options));
  }

  private List<WeightsFile> named() {
    Map<String, WeightsFile> all = new LinkedHashMap<>();
    all.put(SHIPPED, new WeightsFile(SHIPPED, null));
    for (String given : weights) {
      int equals = given.indexOf('=');
      if (equals < 0 && backbones.size() != 1) {
        throw new Failure(
            "--weights %s names no network: say --weights NAME=FILE".formatted(given));
      }
      String name = equals < 0 ? backbones.get(0) : given.substring(0, equals);
      all.put(name, new WeightsFile(name, Path.of(given.substring(equals + 1))));
    }
    for (String name : backbones) {
      all.putIfAbsent(name, new WeightsFile(name, null));
    }
    all.values().forEach(WeightsFile::architecture); // refuses unknown names before any work
    return List.copyOf(all.values());
  }
}
