package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.inspect.FirstKernels;
import dev.graft.vision.picture.PngEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The first layer's kernels. */
@Command(
    name = "filters",
    mixinStandardHelpOptions = true,
    description =
        "Draws the kernels of a network's first convolution, each scaled between its own least and greatest number: in colour on three channels, else in gray, a row a kernel and a column a channel.")
final class InspectFilters implements Runnable {
  @Mixin private RunningSystem system = new RunningSystem();
  @Mixin private WeightsOption weights = new WeightsOption();

  @Parameters(paramLabel = "NAME", description = "As `graft backbone list` names it.")
  private String name = "";

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The PNG to write.")
  private Path out = Path.of("");

  @Override
  public void run() {
    try {
      var network = WeightsOption.architecture(name);
      var kernels = FirstKernels.read(network, weights.of(network, system));
      var grid = kernels.grid();
      Files.write(out, PngEncoder.png(grid));
      System.out.printf(
          "%s: %d kernels of %dx%d on %d channels; wrote %s, %dx%d%n",
          kernels.name(),
          kernels.count(),
          kernels.side(),
          kernels.side(),
          kernels.channels(),
          out,
          grid.width(),
          grid.height());
    } catch (IOException | BadWeightsException | IllegalArgumentException e) {
      throw new Failure(WeightsOption.sentence(e), e);
    }
  }
}
