package dev.graft.deploy.command;

import dev.graft.deploy.lab.WeightsFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which network, with which weights. */
final class WeightsOptions {
  @Option(
      names = "--backbone",
      paramLabel = "NAME",
      description = "As `graft backbone list` names it. Default: ${DEFAULT-VALUE}")
  private String backbone = "mini";

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "Its weights as safetensors. Only mini brings its own.")
  private @Nullable Path weights;

  WeightsFile file() {
    return new WeightsFile(backbone, weights);
  }
}
