package dev.graft.deploy.lab;

import dev.graft.vision.backbone.InputOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where activations lie while an experiment runs; gone afterwards. */
final class ActivationFolder implements AutoCloseable {
  private final Path folder;

  ActivationFolder() throws IOException {
    folder = Files.createTempDirectory("graft-lab");
  }

  /** At the network's usual cut. */
  CutSource source(WeightsFile weights, LabOptions options) {
    var architecture = weights.architecture();
    return new CutSource(
        weights,
        architecture.defaultCut(),
        InputOptions.USUAL,
        folder,
        options.device(),
        options.seed());
  }

  @Override
  public void close() throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path one : all) {
      Files.delete(one);
    }
  }
}
